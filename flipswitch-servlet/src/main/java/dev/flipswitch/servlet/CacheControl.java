package dev.flipswitch.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Keeps caches from giving one visitor's response to another. What the application has said before is never weakened.
 * Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2">RFC 9111, section 5.2.2, response directives</a>
 */
final class CacheControl {
    private static final String NAME = "Cache-Control";
    private static final List<String> FOR_SHARED_CACHES = List.of("public", "s-maxage", "proxy-revalidate");

    private CacheControl() {}

    /**
     * Adds directives to a response's. Those that let shared caches keep it are dropped, and {@code no-store} stays alone.
     *
     * @param directives such as {@code private}
     */
    static void restrict(HttpServletResponse response, String... directives) {
        List<String> said = response.getHeaders(NAME).stream()
                .flatMap(header -> Stream.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)))
                .map(String::strip)
                .filter(directive -> !directive.isEmpty())
                .toList();
        if (said.stream().anyMatch(directive -> name(directive).equals("no-store"))) {
            return;
        }
        List<String> all = new ArrayList<>(said);
        all.removeIf(directive -> FOR_SHARED_CACHES.contains(name(directive)));
        for (String directive : directives) {
            all.removeIf(before -> name(before).equals(directive)); // private="set-cookie" is less than private
            all.add(directive);
        }
        response.setHeader(NAME, String.join(", ", all));
    }

    private static String name(String directive) {
        return directive.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
