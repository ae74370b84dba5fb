package dev.flipswitch.rules;

/** Which texts a flag may hold: those that every database can store, and every client can read. Stateless. */
final class Texts {

    private Texts() {}

    /**
     * Refuses a text.
     *
     * @throws InvalidFlagException if it is no Unicode text, or has the character U+0000
     */
    static String check(String field, String text) {
        if (!isUnicode(text)) {
            throw new InvalidFlagException(field, "must be Unicode text without the character U+0000");
        }
        return text;
    }

    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
