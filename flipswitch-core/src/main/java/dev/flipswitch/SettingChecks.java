package dev.flipswitch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** What settings must look like. Each check gives the setting back, or refuses it. Stateless. */
final class SettingChecks {
    private SettingChecks() {}

    /** The URL without slashes at its end. */
    static String baseUrl(String url) {
        Objects.requireNonNull(url, "baseUrl");
        try {
            URI uri = URI.create(url.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri.toString().replaceAll("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // the message below says it better
        }
        throw new IllegalArgumentException(Messages.badBaseUrl(url));
    }

    /** Leaves the value out of what it throws. */
    static void header(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.badHeader(name));
        }
    }

    static Duration positive(String setting, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(Messages.notPositive(setting, value));
        }
        return value;
    }

    static int notNegative(String setting, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(Messages.negative(setting, value));
        }
        return value;
    }

    static int cacheSize(int entries) {
        if (entries < 1) {
            throw new IllegalArgumentException(Messages.badCacheSize(entries));
        }
        return entries;
    }
}
