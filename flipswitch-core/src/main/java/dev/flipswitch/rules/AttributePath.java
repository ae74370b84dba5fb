package dev.flipswitch.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an attribute is in a context. A member of the whole name goes before the way through nested members. Immutable.
 */
final class AttributePath {

    private final String name;
    private final List<String> steps;

    AttributePath(String name) {
        this.name = name;
        this.steps = steps(name);
    }

    static boolean isValid(String name) {
        return name.length() <= Limits.NAME_LENGTH && steps(name).stream().noneMatch(String::isBlank);
    }

    /** What is there; null if nothing is. */
    @Nullable
    Object in(Map<String, @Nullable Object> members) {
        Object whole = members.get(name);
        if (whole != null || steps.size() == 1) {
            return whole;
        }
        Object here = members;
        for (String step : steps) {
            if (!(here instanceof Map<?, ?> map)) {
                return null;
            }
            here = map.get(step);
        }
        return here;
    }

    private static List<String> steps(String name) {
        return Arrays.asList(name.split("\\.", -1));
    }
}
