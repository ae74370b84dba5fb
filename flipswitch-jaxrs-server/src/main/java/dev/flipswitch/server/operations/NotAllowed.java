package dev.flipswitch.server.operations;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of a method that an address does not have. Stateless. */
public final class NotAllowed {

    /** Of whatever is served by a servlet: no page, file or stream has more. */
    static final String OF_SERVLETS = "GET, HEAD, OPTIONS";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private NotAllowed() {}

    /**
     * Says it.
     *
     * @param method what a client sent; one that HTTP does not know is not repeated
     * @param allowed what {@code Allow} says, null or empty if nothing
     * @return a sentence or two
     */
    public static String text(String method, @Nullable String allowed) {
        String refused = METHODS.contains(method) ? "The method " + method : "This method";
        return allowed == null || allowed.isEmpty()
                ? refused + " is not allowed here."
                : refused + " is not allowed here; allowed are " + sorted(allowed) + ".";
    }

    private static String sorted(String methods) {
        return Arrays.stream(methods.split(",", -1)).map(String::strip).sorted().collect(Collectors.joining(", "));
    }
}
