package dev.flipswitch.rules;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares one value of an attribute, neither null nor a list, with a condition's values. Immutable. */
interface ValueTest {

    MatchResult test(Object value, EvaluationState subject);

    /** What a value is in the type that is compared; null if it is of another one. */
    interface Reader<T> {
        @Nullable
        T read(Object value, EvaluationState subject);
    }

    /** Compiles a condition that is not about segments. A negated operator gets the test of its opposite. */
    static ValueTest of(Condition condition) {
        Operator operator = condition.operator();
        return switch (operator.operand()) {
            case SCALAR -> new AnyOfTest(condition.values());
            case TEXT, PART, REGEX ->
                anyText(condition.values().stream()
                        .map(value -> textTest(operator, (String) value))
                        .toList());
            case NUMBER -> comparing(operator, ValueTest::number, condition);
            case DATE -> comparing(operator, ValueTest::date, condition);
            case VERSION -> comparing(operator, ValueTest::version, condition);
            case SEGMENT -> throw new IllegalStateException("a segment is no value");
        };
    }

    private static ValueTest anyText(List<Predicate<String>> tests) {
        return (value, subject) -> {
            if (!(value instanceof String text)) {
                return MatchResult.INCOMPARABLE;
            }
            for (Predicate<String> test : tests) {
                if (test.test(text)) {
                    return MatchResult.MATCHES;
                }
            }
            return MatchResult.DIFFERS;
        };
    }

    private static Predicate<String> textTest(Operator operator, String wanted) {
        return switch (operator) {
            case EQUALS_IGNORE_CASE -> wanted::equalsIgnoreCase;
            case CONTAINS -> text -> text.contains(wanted);
            case STARTS_WITH -> text -> text.startsWith(wanted);
            case ENDS_WITH -> text -> text.endsWith(wanted);
            case MATCHES_REGEX -> {
                Pattern pattern = Regexes.compile("values", wanted);
                yield text -> Regexes.find(pattern, text);
            }
            default -> throw new IllegalStateException(operator + " is not about text");
        };
    }

    private static <T extends Comparable<T>> ValueTest comparing(
            Operator operator, Reader<T> reader, Condition condition) {
        T wanted = reader.read(condition.values().get(0), new EvaluationState(Attributes.NONE, 0));
        if (wanted == null) {
            throw new IllegalStateException("checked by the condition: " + condition);
        }
        return (value, subject) -> {
            T actual = reader.read(value, subject);
            return actual == null
                    ? MatchResult.INCOMPARABLE
                    : MatchResult.of(operator.accepts(actual.compareTo(wanted)));
        };
    }

    private static @Nullable BigDecimal number(Object value, EvaluationState subject) {
        return value instanceof BigDecimal number ? number : null;
    }

    private static @Nullable Instant date(Object value, EvaluationState subject) {
        return value instanceof String text ? subject.date(text) : null;
    }

    private static @Nullable SemanticVersion version(Object value, EvaluationState subject) {
        return value instanceof String text ? subject.version(text) : null;
    }
}
