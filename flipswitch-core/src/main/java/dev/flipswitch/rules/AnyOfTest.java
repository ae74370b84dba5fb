package dev.flipswitch.rules;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a value is one of several strings, numbers and booleans. A value of a type that none of them has can't be
 * compared. Immutable.
 */
final class AnyOfTest implements ValueTest {

    private final Set<String> texts = new HashSet<>();
    private final Set<Boolean> booleans = new HashSet<>();
    private final BigDecimal[] numbers;

    AnyOfTest(List<Object> values) {
        for (Object value : values) {
            if (value instanceof String text) {
                texts.add(text);
            } else if (value instanceof Boolean bool) {
                booleans.add(bool);
            }
        }
        // sorted and not hashed: equal numbers of different scale have different hashes
        numbers = values.stream()
                .filter(BigDecimal.class::isInstance)
                .map(BigDecimal.class::cast)
                .sorted()
                .toArray(BigDecimal[]::new);
    }

    @Override
    public MatchResult test(Object value, EvaluationState subject) {
        if (value instanceof String text && !texts.isEmpty()) {
            return MatchResult.of(texts.contains(text));
        }
        if (value instanceof BigDecimal number && numbers.length > 0) {
            return MatchResult.of(Arrays.binarySearch(numbers, number) >= 0);
        }
        if (value instanceof Boolean bool && !booleans.isEmpty()) {
            return MatchResult.of(booleans.contains(bool));
        }
        return MatchResult.INCOMPARABLE;
    }
}
