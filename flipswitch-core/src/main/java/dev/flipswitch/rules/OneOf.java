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
final class OneOf implements ValueTest {

    private final Set<String> texts = new HashSet<>();
    private final Set<Boolean> booleans = new HashSet<>();
    private final BigDecimal[] numbers;

    OneOf(List<Object> values) {
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
    public Verdict test(Object value, Subject subject) {
        if (value instanceof String text && !texts.isEmpty()) {
            return Verdict.of(texts.contains(text));
        }
        if (value instanceof BigDecimal number && numbers.length > 0) {
            return Verdict.of(Arrays.binarySearch(numbers, number) >= 0);
        }
        if (value instanceof Boolean bool && !booleans.isEmpty()) {
            return Verdict.of(booleans.contains(bool));
        }
        return Verdict.INCOMPARABLE;
    }
}
