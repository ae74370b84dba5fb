package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;
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
public record Setting<T>(String property, SettingType<T> type, @Nullable Fallback<T> fallback) {

    /**
     * A variable of OFREP's that says the same.
     *
     * @param variable the environment variable
     * @param type what its text can be
     */
    public record Fallback<T>(String variable, SettingType<T> type) {}

    /**
     * What somebody set.
     *
     * @param name the system property or environment variable
     * @param text its text, not blank
     * @param type what the text can be
     */
    public record Given<T>(String name, String text, SettingType<T> type) {

        /**
         * The text's value.
         *
         * @throws IllegalArgumentException if it has none
         */
        public T value() {
            return value(Messages::badSetting);
        }

        /** The same, in the words of another module. */
        T value(SettingReader.Wording wording) {
            return type.read(name, text, wording);
        }
    }

    /** The name of one flag begins so; the flag's key follows. */
    public static final String FLAG_PREFIX = "flipswitch.flags.";

    /** The name of a further domain's setting begins so; the domain's name and the setting's follow, without their prefix. */
    public static final String DOMAINS_PREFIX = "flipswitch.domains.";

    public static final Setting<String> API_KEY = new Setting<>("flipswitch.api-key", SettingType.API_KEY, null);
    public static final Setting<String> BASE_URL =
            new Setting<>("flipswitch.base-url", SettingType.URL, new Fallback<>("OFREP_ENDPOINT", SettingType.URL));
    public static final Setting<Map<String, String>> HEADERS = new Setting<>(
            "flipswitch.headers", SettingType.HEADERS, new Fallback<>("OFREP_HEADERS", SettingType.HEADERS));
    public static final Setting<String> DOMAIN = new Setting<>("flipswitch.domain", SettingType.TEXT, null);
    public static final Setting<Boolean> REALTIME = new Setting<>("flipswitch.realtime", SettingType.BOOLEAN, null);
    public static final Setting<Duration> POLLING_INTERVAL =
            new Setting<>("flipswitch.polling-interval", SettingType.DURATION, null);
    public static final Setting<Boolean> POLLING_FALLBACK =
            new Setting<>("flipswitch.polling-fallback", SettingType.BOOLEAN, null);
    public static final Setting<Integer> MAX_SSE_RETRIES =
            new Setting<>("flipswitch.max-sse-retries", SettingType.wholeNumberFrom(0), null);
    public static final Setting<Duration> INIT_TIMEOUT = timeout("flipswitch.init-timeout");
    public static final Setting<Duration> EVALUATION_TIMEOUT = timeout("flipswitch.evaluation-timeout");
    public static final Setting<Integer> CACHE_SIZE =
            new Setting<>("flipswitch.cache-size", SettingType.wholeNumberFrom(1), null);
    public static final Setting<Path> CACHE_FILE = new Setting<>("flipswitch.cache-file", SettingType.PATH, null);
    public static final Setting<Boolean> TELEMETRY = new Setting<>("flipswitch.telemetry", SettingType.BOOLEAN, null);
    public static final Setting<String> FLAGS = new Setting<>("flipswitch.flags", SettingType.TEXT, null);
    public static final Setting<Path> OFFLINE_FILE = new Setting<>("flipswitch.offline.file", SettingType.PATH, null);
    public static final Setting<Boolean> OPTIONAL = new Setting<>("flipswitch.optional", SettingType.BOOLEAN, null);

    public static final List<Setting<?>> ALL = List.of(
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
            OFFLINE_FILE,
            OPTIONAL);

    private static Setting<Duration> timeout(String property) {
        return new Setting<>(property, SettingType.DURATION, new Fallback<>("OFREP_TIMEOUT_MS", SettingType.MILLIS));
    }

    /** Whether a system property gives a flag's value. */
    public static boolean isFlag(String property) {
        return property.startsWith(FLAG_PREFIX) && property.length() > FLAG_PREFIX.length();
    }

    /** The environment variable. */
    public String variable() {
        return variable(property);
    }

    /** A property's environment variable: the property in capitals, with underscores. */
    public static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Whether this is the property, its environment variable, or OFREP's that says the same. */
    public boolean isNamed(String name) {
        return name.equals(property)
                || name.equals(variable())
                || (fallback != null && name.equals(fallback.variable()));
    }

    /** What the texts say; blank says nothing. */
    public Optional<Given<T>> in(SettingTexts texts) {
        return given(property, texts.properties(), type)
                .or(() -> given(variable(), texts.environment(), type))
                .or(() -> given(property, texts.parameters(), type))
                .or(() -> fallback == null
                        ? Optional.empty()
                        : given(fallback.variable(), texts.environment(), fallback.type()));
    }

    private static <T> Optional<Given<T>> given(String name, Map<String, String> texts, SettingType<T> type) {
        return Optional.ofNullable(texts.get(name))
                .filter(text -> !text.isBlank())
                .map(text -> new Given<>(name, text.strip(), type));
    }
}
