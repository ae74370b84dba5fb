package dev.flipswitch.server.flags;

/** There is no such project, environment or flag; the message names it. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotFoundException(String message) {
        super(message);
    }
}
