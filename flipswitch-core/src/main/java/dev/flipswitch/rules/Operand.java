package dev.flipswitch.rules;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What kind of values an operator takes. */
enum Operand {
    SCALAR("a string, a number or a boolean"),
    TEXT("a string"),
    PART("a string that is not empty"),
    REGEX("a regular expression in RE2 syntax"),
    NUMBER("a number in the range of a double"),
    DATE("a date such as 2026-01-31 or a time with its offset such as 2026-01-31T10:15:00Z"),
    VERSION("a semantic version such as 1.4.0 or 2.0.0-rc.1"),
    SEGMENT("a segment's key");

    private final String expectation;

    Operand(String expectation) {
        this.expectation = expectation;
    }

    /** Brings a value into the form in which conditions hold it, or refuses it. */
    Object normalize(String field, @Nullable Object value) {
        Object normalized = value instanceof String text ? textual(field, text) : other(value);
        if (normalized == null) {
            throw new InvalidFlagException(field, "must be " + expectation);
        }
        return normalized;
    }

    private @Nullable Object textual(String field, String text) {
        Texts.check(field, text);
        if (Values.size(text) > Limits.VALUE_BYTES) {
            throw new InvalidFlagException(field, "must be at most " + Limits.VALUE_BYTES + " bytes in UTF-8");
        }
        boolean fits =
                switch (this) {
                    case SCALAR, TEXT -> true;
                    case PART -> !text.isEmpty();
                    case REGEX -> {
                        Regexes.compile(field, text);
                        yield true;
                    }
                    case NUMBER -> false;
                    case DATE -> Dates.read(text) != null;
                    case VERSION -> SemanticVersion.read(text) != null;
                    case SEGMENT -> Keys.isKey(text);
                };
        return fits ? text : null;
    }

    private @Nullable Object other(@Nullable Object value) {
        if (this == SCALAR && value instanceof Boolean) {
            return value;
        }
        return (this == SCALAR || this == NUMBER) && value instanceof Number number ? number(number) : null;
    }

    /** Equal numbers are to be equal however many zeros they were written with. */
    private static @Nullable BigDecimal number(Number number) {
        BigDecimal exact = Values.moderate(number);
        if (exact == null) {
            return null;
        }
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
