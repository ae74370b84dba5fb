package dev.flipswitch.server.store;

import java.nio.charset.StandardCharsets;

/** Which texts every database can store. Stateless. */
final class StorableText {

    private StorableText() {}

    /** PostgreSQL knows neither U+0000 nor half a surrogate pair. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
