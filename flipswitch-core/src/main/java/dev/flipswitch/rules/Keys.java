package dev.flipswitch.rules;

import java.util.regex.Pattern;

/** What flags and segments are called. Stateless. */
final class Keys {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]+");

    private Keys() {}

    static boolean isKey(String key) {
        return key.length() <= Limits.NAME_LENGTH
                && KEY.matcher(key).matches()
                && !key.equals(".")
                && !key.equals(".."); // which lead elsewhere in an address
    }

    static void check(String key, String example) {
        if (!isKey(key)) {
            throw new InvalidFlagException(
                    "key",
                    "must be letters from A to Z in either case, digits, and . _ - : but not . or .. alone, such as "
                            + example + ", at most " + Limits.NAME_LENGTH + " characters");
        }
    }
}
