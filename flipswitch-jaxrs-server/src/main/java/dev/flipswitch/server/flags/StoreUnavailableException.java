package dev.flipswitch.server.flags;

/**
 * The store can't be asked at the moment. A change that fails so may have been stored, if the answer was lost on its
 * way.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * For one reason.
     *
     * @param cause what the store met
     */
    public StoreUnavailableException(Throwable cause) {
        super("The database is not available at the moment.", cause);
    }

    /**
     * For a database that is being restored, or is another one.
     *
     * @param environment what it does not have
     * @return the exception
     */
    public static StoreUnavailableException without(Environment environment) {
        return new StoreUnavailableException("The database has no environment " + environment.key() + " of project "
                + environment.project() + " at the moment.");
    }

    /**
     * For one reason that the store itself has.
     *
     * @param message the reason, which clients see
     */
    public StoreUnavailableException(String message) {
        super(message);
    }
}
