package dev.flipswitch.server.json;

import org.jspecify.annotations.Nullable;

/** Text that is no JSON, is nested too deeply, or holds a number that is too long. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedJsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A fault at a place in a text, which the message gives as line and column, each from 1 on. */
    static MalformedJsonException at(String fault, String text, long offset, @Nullable Throwable cause) {
        int end = (int) Math.max(0, Math.min(offset, text.length()));
        long line = text.substring(0, end).chars().filter(c -> c == '\n').count() + 1;
        int column = end - text.lastIndexOf('\n', end - 1);
        return new MalformedJsonException(fault + " at line " + line + ", column " + column, cause);
    }
}
