package dev.flipswitch.server.config;

/** Why the server can't start, in one line that names the remedy. */
public final class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * A reason without a deeper one.
     *
     * @param message the line to print
     */
    public StartupFailure(String message) {
        super(message);
    }

    /**
     * A reason with a deeper one.
     *
     * @param message the line to print
     * @param cause the deeper reason
     */
    public StartupFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
