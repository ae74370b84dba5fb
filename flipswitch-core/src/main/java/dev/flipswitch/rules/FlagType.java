package dev.flipswitch.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The type that all values of a flag have. */
public enum FlagType {
    /** {@code true} or {@code false}. */
    BOOLEAN("true or false"),
    /** Text. */
    STRING("a string"),
    /** A whole number of 64 bits, held as {@link Long}. */
    INTEGER("a whole number of at most 64 bits"),
    /** A number in the range of a {@code double}, held as {@link BigDecimal} with at least one decimal. */
    DECIMAL("a number in the range of a double"),
    /** A structure, held as an unmodifiable {@link Map} or {@link List}. */
    OBJECT("an object or a list");

    private final String expectation;

    FlagType(String expectation) {
        this.expectation = expectation;
    }

    /**
     * The type's name on the wire.
     *
     * @return the name in lower case
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a type by its name on the wire.
     *
     * @param id the name in lower case
     * @return the type, empty if there is none of that name
     */
    public static Optional<FlagType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id().equals(id)).findFirst();
    }

    /** Brings a value into the form in which this type holds it, or refuses it. */
    Object normalize(String field, @Nullable Object value) {
        Object normalized =
                switch (this) {
                    case BOOLEAN -> value instanceof Boolean ? value : null;
                    case STRING -> value instanceof String text ? Texts.check(field, text) : null;
                    case INTEGER -> whole(value);
                    case DECIMAL -> decimal(value);
                    case OBJECT -> value instanceof Map || value instanceof List ? Values.copy(field, value) : null;
                };
        if (normalized == null) {
            throw new InvalidFlagException(field, "must be " + expectation + ", because the flag's type is " + id());
        }
        if (Values.size(normalized) > Limits.VALUE_BYTES) {
            throw new InvalidFlagException(field, "must be at most " + Limits.VALUE_BYTES + " bytes of JSON in UTF-8");
        }
        return normalized;
    }

    private static @Nullable Object whole(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigDecimal exact) { // 10.0 and 1e1 are integers, too
            try {
                return exact.longValueExact();
            } catch (ArithmeticException e) {
                return null;
            }
        }
        return value instanceof BigInteger big && big.bitLength() < Long.SIZE ? big.longValue() : null;
    }

    private static @Nullable Object decimal(@Nullable Object value) {
        BigDecimal exact = value instanceof Number number ? Values.moderate(number) : null;
        if (exact == null) {
            return null;
        }
        return exact.scale() < 1 ? exact.setScale(1) : exact;
    }
}
