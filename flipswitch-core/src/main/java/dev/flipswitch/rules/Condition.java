package dev.flipswitch.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What is asked of a context. Immutable; its construction refuses what makes no sense.
 *
 * @param attribute the attribute's name, with dots between the levels; empty for a question about segments
 * @param operator how it is compared
 * @param values with what: strings, booleans, or numbers held as {@link java.math.BigDecimal}
 */
public record Condition(String attribute, Operator operator, List<Object> values) {

    /**
     * Checks and copies.
     *
     * @throws InvalidFlagException naming the first field that is wrong, such as {@code values[1]}
     */
    public Condition {
        Texts.check("attribute", attribute);
        checkAttribute(attribute, operator);
        if (values.isEmpty() || (values.size() > 1 && !operator.takesMany())) {
            String wanted = operator.takesMany() ? "at least one value" : "exactly one value";
            throw new InvalidFlagException("values", "must have " + wanted + " for the operator " + operator.id());
        }
        Limits.check("values", values.size(), Limits.VALUES_PER_CONDITION, "elements");
        values = normalized(operator.operand(), values);
    }

    /**
     * A condition with its values one by one.
     *
     * @param attribute the attribute's name, with dots between the levels
     * @param operator how it is compared
     * @param values with what
     * @return the condition
     * @throws InvalidFlagException naming the first field that is wrong, such as {@code values[1]}
     */
    public static Condition of(String attribute, Operator operator, Object... values) {
        return new Condition(attribute, operator, Arrays.asList(values));
    }

    /**
     * A question about segments.
     *
     * @param operator {@link Operator#IN_SEGMENT} or {@link Operator#NOT_IN_SEGMENT}
     * @param keys the segments' keys
     * @return the condition
     * @throws InvalidFlagException naming the first field that is wrong, such as {@code values[1]}
     */
    public static Condition onSegments(Operator operator, String... keys) {
        return new Condition("", operator, List.of((Object[]) keys));
    }

    private static void checkAttribute(String attribute, Operator operator) {
        if (operator.operand() == Operand.SEGMENT) {
            if (!attribute.isEmpty()) {
                throw new InvalidFlagException("attribute", "must be left out for the operator " + operator.id());
            }
        } else if (!AttributePath.isValid(attribute)) {
            throw new InvalidFlagException(
                    "attribute",
                    "must be an attribute's name, such as email or address.country, of at most " + Limits.NAME_LENGTH
                            + " characters");
        }
    }

    private static List<Object> normalized(Operand operand, List<Object> values) {
        List<Object> normalized = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            normalized.add(operand.normalize("values[" + i + "]", values.get(i)));
        }
        return Collections.unmodifiableList(normalized);
    }
}
