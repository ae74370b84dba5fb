package dev.flipswitch.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a request's path can be read. A container maps the path that it has decoded and made canonical; frameworks read
 * the URI themselves. Where these differ, a gate has to hold for both. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/6.0/jakarta-servlet-spec-6.0#uri-path-canonicalization">Jakarta
 *     Servlet 6.0, section 3.5.2, URI path canonicalization</a>
 */
final class RequestPaths {
    private RequestPaths() {}

    /** All readings of the path below the context path, each canonical: {@code /a/b}, without a slash at its end. */
    static Set<String> of(HttpServletRequest request) {
        String mapped = Objects.toString(request.getServletPath(), "") + Objects.toString(request.getPathInfo(), "");
        String raw = decoded(request.getRequestURI());
        String context = canonical(decoded(request.getContextPath()));
        return Stream.of(canonical(mapped), canonical(withoutParameters(mapped)), below(context, raw))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String below(String context, String decodedUri) {
        String path = canonical(decodedUri);
        if (context.equals("/")) {
            return path;
        }
        return path.startsWith(context + "/") ? path.substring(context.length()) : "/";
    }

    /** Makes a decoded path canonical: no empty segments, no dot segments, only forward slashes. */
    static String canonical(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.replace('\\', '/').split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String decoded(String uri) {
        String path = withoutParameters(uri);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < path.length(); i++) {
            int high = path.charAt(i) == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), 16);
            if (low < 0) {
                bytes.writeBytes(path.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String withoutParameters(String path) {
        return path.replaceAll(";[^/]*", "");
    }
}
