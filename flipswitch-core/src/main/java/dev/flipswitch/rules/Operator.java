package dev.flipswitch.rules;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a condition compares an attribute with its values. {@code docs/targeting.md} says for each what it takes and what
 * it makes of missing attributes and of other types.
 */
public enum Operator {
    /** The same string, number or boolean. */
    EQUALS("equals", Operand.SCALAR, false),
    /** A comparable value that is another one. */
    NOT_EQUALS("not-equals", Operand.SCALAR, false),
    /** The same string but for upper and lower case. */
    EQUALS_IGNORE_CASE("equals-ignore-case", Operand.TEXT, true),
    /** A string with one of the values somewhere in it. */
    CONTAINS("contains", Operand.PART, true),
    /** A string that begins with one of the values. */
    STARTS_WITH("starts-with", Operand.PART, true),
    /** A string that ends with one of the values. */
    ENDS_WITH("ends-with", Operand.PART, true),
    /** A string in which one of the regular expressions finds something. */
    MATCHES_REGEX("matches-regex", Operand.REGEX, true),
    /** One of the values. */
    IN("in", Operand.SCALAR, true),
    /** A comparable value that is none of the values. */
    NOT_IN("not-in", Operand.SCALAR, true),
    /** The same number. */
    NUMBER_EQUAL("=", Operand.NUMBER, false),
    /** Another number. */
    NUMBER_NOT_EQUAL("!=", Operand.NUMBER, false),
    /** A greater number. */
    GREATER(">", Operand.NUMBER, false),
    /** The same or a greater number. */
    GREATER_OR_EQUAL(">=", Operand.NUMBER, false),
    /** A smaller number. */
    LESS("<", Operand.NUMBER, false),
    /** The same or a smaller number. */
    LESS_OR_EQUAL("<=", Operand.NUMBER, false),
    /** An earlier time. */
    BEFORE("before", Operand.DATE, false),
    /** A later time. */
    AFTER("after", Operand.DATE, false),
    /** A semantic version of the same precedence. */
    VERSION_EQUAL("semver=", Operand.VERSION, false),
    /** A semantic version of another precedence. */
    VERSION_NOT_EQUAL("semver!=", Operand.VERSION, false),
    /** A higher semantic version. */
    VERSION_GREATER("semver>", Operand.VERSION, false),
    /** The same or a higher semantic version. */
    VERSION_GREATER_OR_EQUAL("semver>=", Operand.VERSION, false),
    /** A lower semantic version. */
    VERSION_LESS("semver<", Operand.VERSION, false),
    /** The same or a lower semantic version. */
    VERSION_LESS_OR_EQUAL("semver<=", Operand.VERSION, false),
    /** In one of the segments. */
    IN_SEGMENT("in-segment", Operand.SEGMENT, true),
    /** In none of the segments. */
    NOT_IN_SEGMENT("not-in-segment", Operand.SEGMENT, true);

    private final String id;
    private final Operand operand;
    private final boolean takesMany;

    Operator(String id, Operand operand, boolean takesMany) {
        this.id = id;
        this.operand = operand;
        this.takesMany = takesMany;
    }

    /**
     * The operator's name on the wire.
     *
     * @return the name
     */
    public String id() {
        return id;
    }

    /**
     * Finds an operator by its name on the wire. The signs ≠, ≥ and ≤ stand for {@code !=}, {@code >=} and {@code <=}.
     *
     * @param id the name
     * @return the operator, empty if there is none of that name
     */
    public static Optional<Operator> of(String id) {
        String ascii = id.replace("≠", "!=").replace("≥", ">=").replace("≤", "<=");
        return Arrays.stream(values())
                .filter(operator -> operator.id.equals(ascii))
                .findFirst();
    }

    Operand operand() {
        return operand;
    }

    /** Whether it takes several values, of which one suffices (or, for a negated one, hinders). */
    boolean takesMany() {
        return takesMany;
    }

    /** Whether it asks that no value matches. */
    boolean isNegated() {
        return switch (this) {
            case NOT_EQUALS, NOT_IN, NUMBER_NOT_EQUAL, VERSION_NOT_EQUAL, NOT_IN_SEGMENT -> true;
            default -> false;
        };
    }

    /** Whether it holds for this sign of attribute minus value; only for those that compare. */
    boolean accepts(int sign) {
        return switch (this) {
            case NUMBER_EQUAL, NUMBER_NOT_EQUAL, VERSION_EQUAL, VERSION_NOT_EQUAL -> sign == 0;
            case GREATER, AFTER, VERSION_GREATER -> sign > 0;
            case GREATER_OR_EQUAL, VERSION_GREATER_OR_EQUAL -> sign >= 0;
            case LESS, BEFORE, VERSION_LESS -> sign < 0;
            case LESS_OR_EQUAL, VERSION_LESS_OR_EQUAL -> sign <= 0;
            default -> throw new IllegalStateException(this + " compares nothing");
        };
    }
}
