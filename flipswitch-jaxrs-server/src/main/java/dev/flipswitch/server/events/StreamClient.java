package dev.flipswitch.server.events;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an event stream's client says of itself. Immutable.
 *
 * @param sdk its name, such as {@code java}
 * @param version its version
 */
public record StreamClient(String sdk, String version) {

    /** One that says nothing, or nothing that could be shown. */
    public static final StreamClient UNKNOWN = new StreamClient("unknown", "");

    private static final Pattern SDK = Pattern.compile("([A-Za-z0-9._-]{1,32})/([A-Za-z0-9._+-]{1,32})");

    /**
     * Reads the header {@code X-Flipswitch-SDK}.
     *
     * @param header its value, such as {@code java/1.2.3}
     * @return the client
     */
    public static StreamClient of(@Nullable String header) {
        Matcher parts = SDK.matcher(header == null ? "" : header);
        return parts.matches() ? new StreamClient(parts.group(1), parts.group(2)) : UNKNOWN;
    }
}
