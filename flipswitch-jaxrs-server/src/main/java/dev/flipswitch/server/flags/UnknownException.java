package dev.flipswitch.server.flags;

/** There is no such project, environment or flag; the message names it. */
public final class UnknownException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownException(String message) {
        super(message);
    }
}
