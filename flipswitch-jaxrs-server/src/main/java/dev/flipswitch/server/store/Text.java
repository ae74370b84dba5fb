package dev.flipswitch.server.store;

import dev.flipswitch.rules.InvalidFlagException;
import java.nio.charset.StandardCharsets;

/** Which texts every database can store. Stateless. */
final class Text {

    private Text() {}

    /**
     * Refuses a text.
     *
     * @throws InvalidFlagException if not every database can store it
     */
    static void check(String field, String text) {
        if (!isStorable(text)) {
            throw new InvalidFlagException(field, "must be Unicode text without the character U+0000");
        }
    }

    /** PostgreSQL knows neither U+0000 nor half a surrogate pair. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
