package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** What settings must look like. Each check gives the setting back, or refuses it. Stateless. */
public final class SettingValidation {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final int LAST_PORT = 65_535;

    private SettingValidation() {}

    /** The URL without slashes at its end. */
    public static String baseUrl(String url) {
        Objects.requireNonNull(url, "baseUrl");
        try {
            URI uri = URI.create(url.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            boolean named = uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= LAST_PORT;
            if (http && named && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri.toString().replaceAll("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // the message below says it better
        }
        throw new IllegalArgumentException(Messages.badBaseUrl(url));
    }

    /** Leaves the value out of what it throws. */
    public static void header(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.badHeader(name));
        }
    }

    public static Duration duration(String setting, Duration value) {
        Objects.requireNonNull(value, setting);
        if (!isUsable(value)) {
            throw new IllegalArgumentException(Messages.badDuration(setting, value));
        }
        return value;
    }

    /** From 1 ms to 24 h: what a timer can be set to, and somebody may mean. */
    static boolean isUsable(Duration value) {
        return value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0;
    }

    public static int notNegative(String setting, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(Messages.negative(setting, value));
        }
        return value;
    }

    public static int cacheSize(int entries) {
        if (entries < 1) {
            throw new IllegalArgumentException(Messages.badCacheSize(entries));
        }
        return entries;
    }
}
