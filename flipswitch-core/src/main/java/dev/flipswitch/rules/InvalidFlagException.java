package dev.flipswitch.rules;

/** A flag's definition or configuration that makes no sense; the message names the field and the remedy. */
public final class InvalidFlagException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String field;

    /**
     * Refuses a field.
     *
     * @param field where the fault is, such as {@code variants.on}
     * @param fault what is wrong and what would be right, continuing a sentence that begins with the field
     */
    public InvalidFlagException(String field, String fault) {
        super(field + " " + fault);
        this.field = field;
    }

    /**
     * Where the fault is.
     *
     * @return the field's name, with dots between the levels
     */
    public String field() {
        return field;
    }
}
