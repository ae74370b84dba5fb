package dev.flipswitch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting that the environment can give. Immutable.
 *
 * @param property the system property
 * @param type what its text can be
 * @param fallback what is read where neither the property nor its environment variable says anything, or null
 */
record Setting<T>(String property, TextType<T> type, @Nullable Fallback<T> fallback) {

    /**
     * A variable of OFREP's that says the same.
     *
     * @param variable the environment variable
     * @param type what its text can be
     */
    record Fallback<T>(String variable, TextType<T> type) {}

    /**
     * What somebody set.
     *
     * @param name the system property or environment variable
     * @param text its text, not blank
     * @param type what the text can be
     */
    record Given<T>(String name, String text, TextType<T> type) {

        /**
         * The text's value.
         *
         * @throws IllegalArgumentException if it has none
         */
        T value() {
            return type.read(name, text);
        }
    }

    /** The name of one flag begins so; the flag's key follows. */
    static final String FLAG_PREFIX = "flipswitch.flags.";

    static final Setting<String> API_KEY = new Setting<>("flipswitch.api-key", TextType.API_KEY, null);
    static final Setting<String> BASE_URL =
            new Setting<>("flipswitch.base-url", TextType.URL, new Fallback<>("OFREP_ENDPOINT", TextType.URL));
    static final Setting<Map<String, String>> HEADERS =
            new Setting<>("flipswitch.headers", TextType.HEADERS, new Fallback<>("OFREP_HEADERS", TextType.HEADERS));
    static final Setting<String> DOMAIN = new Setting<>("flipswitch.domain", TextType.TEXT, null);
    static final Setting<Boolean> REALTIME = new Setting<>("flipswitch.realtime", TextType.BOOLEAN, null);
    static final Setting<Duration> POLLING_INTERVAL =
            new Setting<>("flipswitch.polling-interval", TextType.DURATION, null);
    static final Setting<Boolean> POLLING_FALLBACK =
            new Setting<>("flipswitch.polling-fallback", TextType.BOOLEAN, null);
    static final Setting<Integer> MAX_SSE_RETRIES =
            new Setting<>("flipswitch.max-sse-retries", TextType.wholeNumberFrom(0), null);
    static final Setting<Duration> INIT_TIMEOUT = timeout("flipswitch.init-timeout");
    static final Setting<Duration> EVALUATION_TIMEOUT = timeout("flipswitch.evaluation-timeout");
    static final Setting<Integer> CACHE_SIZE =
            new Setting<>("flipswitch.cache-size", TextType.wholeNumberFrom(1), null);
    static final Setting<Path> CACHE_FILE = new Setting<>("flipswitch.cache-file", TextType.PATH, null);
    static final Setting<Boolean> TELEMETRY = new Setting<>("flipswitch.telemetry", TextType.BOOLEAN, null);
    static final Setting<String> FLAGS = new Setting<>("flipswitch.flags", TextType.TEXT, null);
    static final Setting<Path> OFFLINE_FILE = new Setting<>("flipswitch.offline.file", TextType.PATH, null);

    static final List<Setting<?>> ALL = List.of(
            API_KEY,
            BASE_URL,
            HEADERS,
            DOMAIN,
            REALTIME,
            POLLING_INTERVAL,
            POLLING_FALLBACK,
            MAX_SSE_RETRIES,
            INIT_TIMEOUT,
            EVALUATION_TIMEOUT,
            CACHE_SIZE,
            CACHE_FILE,
            TELEMETRY,
            FLAGS,
            OFFLINE_FILE);

    private static Setting<Duration> timeout(String property) {
        return new Setting<>(property, TextType.DURATION, new Fallback<>("OFREP_TIMEOUT_MS", TextType.MILLIS));
    }

    /** Whether a system property gives a flag's value. */
    static boolean isFlag(String property) {
        return property.startsWith(FLAG_PREFIX) && property.length() > FLAG_PREFIX.length();
    }

    /** The environment variable: the property in capitals, with underscores. */
    String variable() {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What the options say; blank says nothing. */
    Optional<Given<T>> in(FlipswitchOptions options) {
        return given(property, options.properties(), type)
                .or(() -> given(variable(), options.environment(), type))
                .or(() -> fallback == null
                        ? Optional.empty()
                        : given(fallback.variable(), options.environment(), fallback.type()));
    }

    private static <T> Optional<Given<T>> given(String name, Map<String, String> texts, TextType<T> type) {
        return Optional.ofNullable(texts.get(name))
                .filter(text -> !text.isBlank())
                .map(text -> new Given<>(name, text.strip(), type));
    }
}
