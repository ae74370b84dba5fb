package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.messages.ShownUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting's text can be. Immutable.
 *
 * @param expectation what is right, for messages
 * @param secret whether messages leave the text out; then what the reader throws says what is wrong
 * @param reader gives the value, or throws an {@code IllegalArgumentException} or {@code ArithmeticException}
 */
public record SettingType<T>(String expectation, boolean secret, Function<String, T> reader) {
    private static final Pattern DURATION_TEXT = Pattern.compile("([0-9]+)(ms|s|m|h)");

    public static final SettingType<String> TEXT = new SettingType<>("some text", false, text -> text);

    public static final SettingType<Boolean> BOOLEAN =
            new SettingType<>("true or false", false, SettingType::toBoolean);

    static final SettingType<Duration> DURATION = new SettingType<>(
            "a duration from 1ms to 24h with its unit, such as 500ms, 30s, 2m or PT30S",
            false,
            SettingType::toDuration);

    static final SettingType<Duration> MILLIS = new SettingType<>(
            "a number of milliseconds from 1 to 86400000, such as 2000",
            false,
            text -> usable(Duration.ofMillis(Long.parseLong(ascii(text)))));

    static final SettingType<String> URL = new SettingType<>(
            "an absolute http or https URL with a valid host and port, without query or fragment, such as https://flags.example.com",
            false,
            SettingValidation::baseUrl);

    static final SettingType<Path> PATH = new SettingType<>("the path of a file", false, Path::of);

    static final SettingType<String> API_KEY = new SettingType<>(
            "the API key that the flag server has for the application's environment", true, SettingType::toApiKey);

    static final SettingType<Map<String, String>> HEADERS = new SettingType<>(
            "name=value pairs with commas between them, each value percent-encoded", true, HeaderListParser::read);

    /** A text that a regular expression matches. */
    public static SettingType<String> matching(String regex, String expectation) {
        return new SettingType<>(expectation, false, text -> {
            if (!text.matches(regex)) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }

    public static SettingType<Integer> wholeNumberFrom(int least) {
        return new SettingType<>("a whole number from " + least + " to " + Integer.MAX_VALUE, false, text -> {
            int number = Integer.parseInt(ascii(text));
            if (number < least) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    /**
     * Reads the text.
     *
     * @param name the setting as the user wrote it
     * @param wording says what is wrong with a text that is not secret
     * @throws IllegalArgumentException if it is none of these; the message names the setting, the text unless it is
     *     secret, and what would be right
     */
    T read(String name, String text, SettingReader.Wording wording) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    secret
                            ? Messages.badSecretSetting(name, String.valueOf(e.getMessage()), expectation)
                            : wording.of(name, equals(URL) ? ShownUrl.masked(text) : text, expectation));
        }
    }

    /** Other digits than ASCII's are no numbers to any other program. */
    private static String ascii(String number) {
        if (number.chars().anyMatch(c -> c > '9')) {
            throw new NumberFormatException(number);
        }
        return number;
    }

    private static Boolean toBoolean(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException();
    }

    private static Duration toDuration(String text) {
        Matcher parts = DURATION_TEXT.matcher(text);
        if (!parts.matches()) {
            return usable(isoDuration(text));
        }
        long number = Long.parseLong(parts.group(1));
        return usable(
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                });
    }

    private static Duration isoDuration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Duration usable(Duration duration) {
        if (!SettingValidation.isUsable(duration)) {
            throw new IllegalArgumentException();
        }
        return duration;
    }

    private static String toApiKey(String text) {
        if (!ApiKeys.isSendable(text)) {
            throw new IllegalArgumentException("it holds a character that cannot go into an HTTP header");
        }
        return text;
    }
}
