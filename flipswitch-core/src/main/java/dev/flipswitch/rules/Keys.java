package dev.flipswitch.rules;

import java.util.regex.Pattern;

/** What flags and segments are called. Stateless. */
final class Keys {

    private static final Pattern KEY = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private Keys() {}

    static boolean isKey(String key) {
        return key.length() <= Limits.NAME_LENGTH && KEY.matcher(key).matches();
    }

    static void check(String key, String example) {
        if (!isKey(key)) {
            throw new InvalidFlagException(
                    "key",
                    "must be lower-case letters and digits in words joined by single hyphens, such as " + example
                            + ", at most " + Limits.NAME_LENGTH + " characters");
        }
    }
}
