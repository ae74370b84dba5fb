package dev.flipswitch.rules;

import org.jspecify.annotations.Nullable;

/** A flag, a segment or a part of one that makes no sense; the message names the field and the remedy. */
public final class InvalidFlagException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String field;
    private final String fault;

    /**
     * Refuses a field.
     *
     * @param field where the fault is, such as {@code variants.on}
     * @param fault what is wrong and what would be right, continuing a sentence that begins with the field
     */
    public InvalidFlagException(String field, String fault) {
        this(field, fault, null);
    }

    InvalidFlagException(String field, String fault, @Nullable Throwable cause) {
        super(field + " " + fault, cause);
        this.field = field;
        this.fault = fault;
    }

    /**
     * Where the fault is.
     *
     * @return the field's name, with dots between the levels
     */
    public String field() {
        return field;
    }

    /**
     * The same fault, seen from further out: a condition does not know in which rule it is.
     *
     * @param place what the field is in, such as {@code rules[2].conditions[0]}
     * @return an exception that names the field with its place
     */
    public InvalidFlagException in(String place) {
        return new InvalidFlagException(place + "." + field, fault, this);
    }

    /**
     * The same fault, seen from further in: who changes one flag knows which.
     *
     * @param place what the field is in, such as {@code flags.dark-mode}
     * @return an exception that names the field without this place; this one if it is elsewhere
     */
    public InvalidFlagException within(String place) {
        return field.startsWith(place + ".")
                ? new InvalidFlagException(field.substring(place.length() + 1), fault, this)
                : this;
    }
}
