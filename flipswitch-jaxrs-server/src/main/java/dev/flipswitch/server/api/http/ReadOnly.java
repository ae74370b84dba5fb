package dev.flipswitch.server.api.http;

import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.server.flags.ConflictException;
import dev.flipswitch.server.json.JsonFields;
import dev.flipswitch.server.json.JsonWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Members of an answer that the address or the server decides. A body may repeat them, so that what was read can be
 * written; another value is refused. Stateless.
 */
public final class ReadOnly {

    private ReadOnly() {}

    /**
     * Members that others may have changed since they were read.
     *
     * @param current what an answer shows now; empty if there is nothing yet
     * @throws ConflictException naming the first that differs
     */
    public static void requireCurrent(JsonFields fields, Map<String, ?> current, String... names) {
        for (String name : names) {
            if (fields.has(name) && !same(fields.value(name), current.get(name))) {
                Object value = current.get(name);
                String now = value instanceof Number || value instanceof String
                        ? "must be " + JsonWriter.write(value) + ", as it is now, or left out"
                        : "must be as it is now, or left out";
                throw new ConflictException(
                        name, current.isEmpty() ? "must be left out of what is new" : now + ": it was changed since");
            }
        }
    }

    /**
     * Members that can't be changed here.
     *
     * @param remedy how they are changed
     * @throws InvalidFlagException naming the first that differs
     */
    public static void requireSame(JsonFields fields, Map<String, ?> current, String remedy, String... names) {
        for (String name : names) {
            if (fields.has(name) && !same(fields.value(name), current.get(name))) {
                throw new InvalidFlagException(name, "must be as it is, or left out: " + remedy);
            }
        }
    }

    /** Whether two values are the same JSON, however numbers are written. */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number && other instanceof Number) {
            return decimal(one).compareTo(decimal(other)) == 0;
        }
        if (one instanceof List<?> left && other instanceof List<?> right) {
            return left.size() == right.size() && sameElements(left, right);
        }
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(name -> same(left.get(name), right.get(name)));
        }
        return Objects.equals(one, other);
    }

    private static boolean sameElements(List<?> left, List<?> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal decimal(Object number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }
}
