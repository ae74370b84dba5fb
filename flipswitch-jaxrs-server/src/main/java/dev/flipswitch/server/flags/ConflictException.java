package dev.flipswitch.server.flags;

/** A change that does not go with what is there now. */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String field;

    /**
     * Refuses a change.
     *
     * @param field the member of the request that does not go with what is there
     * @param fault why not and what would, continuing a sentence that begins with the field
     */
    public ConflictException(String field, String fault) {
        super(field + " " + fault);
        this.field = field;
    }

    /**
     * Where the fault is.
     *
     * @return the member's name
     */
    public String field() {
        return field;
    }
}
