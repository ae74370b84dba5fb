package dev.flipswitch.sse;

import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The headers that the caller wants sent, some of them perhaps asked for anew at each attempt. They may hold
 * credentials, so no exception and no text of this class shows a value. Immutable.
 */
final class CallerHeaders {
    private final Map<String, String> fixed;
    private final @Nullable Supplier<Map<String, String>> supplier;

    CallerHeaders(Map<String, String> fixed, @Nullable Supplier<Map<String, String>> supplier) {
        this.fixed = Map.copyOf(fixed);
        this.supplier = supplier;
    }

    /** Whether {@link #current()} can ever return something else. */
    boolean canChange() {
        return supplier != null;
    }

    /**
     * The headers as of now.
     *
     * @throws IllegalArgumentException if they can't be had or sent; has no cause, which could show a value
     */
    Map<String, String> current() {
        if (supplier == null) {
            return fixed;
        }
        Map<String, String> all = new LinkedHashMap<>(fixed);
        all.putAll(supplied(supplier));
        all.forEach(CallerHeaders::check);
        return Map.copyOf(all);
    }

    private static Map<String, String> supplied(Supplier<Map<String, String>> supplier) {
        try {
            return Map.copyOf(supplier.get()); // which refuses nulls
        } catch (RuntimeException | Error e) {
            throw new IllegalArgumentException(
                    "the supplier of the headers failed: " + e.getClass().getSimpleName());
        }
    }

    /** Whether there are headers now, others than these, and not others each time: those say nothing of a replacement. */
    boolean haveReplaced(Map<String, String> earlier) {
        try {
            Map<String, String> now = current();
            return !now.equals(earlier) && now.equals(current());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Checks that a header can be sent.
     *
     * @throws IllegalArgumentException if it can't
     */
    static void check(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the header " + FailureMessages.printable(name) + " or its value can't be sent");
        }
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return "CallerHeaders[canChange=" + canChange() + "]";
    }
}
