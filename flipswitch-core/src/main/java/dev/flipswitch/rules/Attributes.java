package dev.flipswitch.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom or what to evaluate for: a copy of a context's members. Strings, booleans, finite numbers, lists, maps and
 * {@link Instant}s (as their ISO 8601 text) are kept. Anything else counts as missing, and so does what is nested more
 * than 64 levels deep. Immutable.
 */
public final class Attributes {

    /** No attributes at all. */
    public static final Attributes NONE = new Attributes(Map.of());

    private static final String TARGETING_KEY = "targetingKey";

    private final Map<String, @Nullable Object> members;

    private Attributes(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * Copies a context.
     *
     * @param context its members, {@code targetingKey} among them
     * @return the attributes
     */
    public static Attributes of(Map<?, ?> context) {
        return new Attributes(map(context, 1));
    }

    /**
     * Whom to choose a variant for, where it is split. An empty key is none: it would put all who have none into the
     * same bucket.
     *
     * @return the targeting key, empty if it is missing, empty or no string
     */
    public Optional<String> targetingKey() {
        return members.get(TARGETING_KEY) instanceof String key && !key.isEmpty() ? Optional.of(key) : Optional.empty();
    }

    /** A string, boolean, {@link java.math.BigDecimal}, list or map; null if there is none. */
    @Nullable
    Object at(AttributePath path) {
        return path.in(members);
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> copy = new HashMap<>();
        map.forEach((name, value) -> {
            if (name instanceof String text) {
                copy.put(text, copyOf(value, depth + 1));
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static List<@Nullable Object> list(Collection<?> list, int depth) {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(element -> copy.add(copyOf(element, depth + 1)));
        return Collections.unmodifiableList(copy);
    }

    private static @Nullable Object copyOf(@Nullable Object value, int depth) {
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return Values.exact(number);
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (depth > Limits.DEPTH) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        return value instanceof Collection<?> list ? list(list, depth) : null;
    }
}
