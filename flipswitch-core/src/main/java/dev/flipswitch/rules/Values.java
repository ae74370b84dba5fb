package dev.flipswitch.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies, sizes and numbers. Stateless. */
final class Values {

    /** The smallest double has no more. */
    private static final int MAX_DECIMALS = 340;

    private Values() {}

    /**
     * Copies a structure, unmodifiable, keeping the order of its members.
     *
     * @throws InvalidFlagException if it holds what JSON does not know, or is too deep
     */
    static @Nullable Object copy(String field, Object structure) {
        return copyOf(field, structure, 1);
    }

    private static Map<String, @Nullable Object> copy(String field, Map<?, ?> structure, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        structure.forEach(
                (name, value) -> copy.put(Texts.check(field, String.valueOf(name)), copyOf(field, value, depth + 1)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copyOf(String field, @Nullable Object value, int depth) {
        if (depth > Limits.DEPTH + 1) {
            throw new InvalidFlagException(field, "must not be nested more than " + Limits.DEPTH + " levels deep");
        }
        if (value instanceof Map<?, ?> map) {
            return copy(field, map, depth);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(copyOf(field, element, depth + 1)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof String text) {
            return Texts.check(field, text);
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        throw new InvalidFlagException(
                field, "must hold only strings, numbers, booleans, nulls, lists and objects, no " + value.getClass());
    }

    /** The bytes of a string in UTF-8; of anything else, those of its compact JSON without escapes. */
    static long size(@Nullable Object value) {
        return value instanceof String text ? utf8(text) : jsonSize(value);
    }

    private static long jsonSize(@Nullable Object value) {
        if (value instanceof String text) {
            return utf8(text) + 2;
        }
        if (value instanceof Map<?, ?> map) {
            return 1
                    + map.entrySet().stream()
                            .mapToLong(member -> jsonSize(member.getKey()) + jsonSize(member.getValue()) + 2)
                            .sum();
        }
        if (value instanceof List<?> list) {
            return 1 + list.stream().mapToLong(element -> jsonSize(element) + 1).sum();
        }
        return String.valueOf(value).length();
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A number in the range of a double, without rounding; null if it is out of that range or none. */
    static @Nullable BigDecimal moderate(Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            return null;
        }
        BigDecimal exact = exact(number);
        return exact == null || exact.scale() > MAX_DECIMALS ? null : exact;
    }

    /** A number of any size; null if it is none. */
    static @Nullable BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        if (number instanceof Double || number instanceof Float) {
            return Double.isFinite(number.doubleValue()) ? new BigDecimal(number.toString()) : null;
        }
        boolean whole = number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte;
        return whole ? BigDecimal.valueOf(number.longValue()) : null;
    }
}
