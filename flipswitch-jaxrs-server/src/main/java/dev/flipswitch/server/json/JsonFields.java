package dev.flipswitch.server.json;

import dev.flipswitch.rules.InvalidFlagException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object. What is missing, wrong or unknown is refused by its name, as
 * {@link InvalidFlagException}. Immutable.
 */
public final class JsonFields {

    private final Map<?, ?> members;

    private JsonFields(Map<?, ?> members) {
        this.members = members;
    }

    /**
     * Takes an object.
     *
     * @param members its members
     * @param known the names that may occur
     * @return its fields
     */
    public static JsonFields of(Map<?, ?> members, String... known) {
        for (Object name : members.keySet()) {
            if (!Set.of(known).contains(name)) {
                throw new InvalidFlagException((String) name, "is unknown here; known are " + Arrays.toString(known));
            }
        }
        return new JsonFields(members);
    }

    /**
     * Whether a member is there; one that is null is not.
     *
     * @param name its name
     * @return whether it is there
     */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /**
     * Any value.
     *
     * @param name its name
     * @return its value, null if it is missing
     */
    public @Nullable Object value(String name) {
        return members.get(name);
    }

    /**
     * A boolean.
     *
     * @param name its name
     * @return its value
     */
    public boolean bool(String name) {
        if (members.get(name) instanceof Boolean value) {
            return value;
        }
        throw new InvalidFlagException(name, "must be true or false");
    }

    /**
     * A string.
     *
     * @param name its name
     * @return its value
     */
    public String text(String name) {
        if (members.get(name) instanceof String value) {
            return value;
        }
        throw new InvalidFlagException(name, "must be a string");
    }

    /**
     * A string that may be missing.
     *
     * @param name its name
     * @param absent what stands for it then
     * @return its value
     */
    public String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    /**
     * A list.
     *
     * @param name its name
     * @return its elements
     */
    public List<?> list(String name) {
        if (members.get(name) instanceof List<?> value) {
            return value;
        }
        throw new InvalidFlagException(name, "must be a list");
    }

    /**
     * A list of strings; none if it is missing.
     *
     * @param name its name
     * @return its elements
     */
    public List<String> texts(String name) {
        List<?> texts = has(name) ? list(name) : List.of();
        for (int i = 0; i < texts.size(); i++) {
            if (!(texts.get(i) instanceof String)) {
                throw new InvalidFlagException(name + "[" + i + "]", "must be a string");
            }
        }
        return texts.stream().map(String.class::cast).toList();
    }

    /**
     * An object whose members are not null.
     *
     * @param name its name
     * @return its members
     */
    public Map<String, Object> object(String name) {
        if (!(members.get(name) instanceof Map<?, ?> object)) {
            throw new InvalidFlagException(name, "must be an object");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((member, value) -> members.put((String) member, notNull(name + "." + member, value)));
        return members;
    }

    /**
     * An object of numbers.
     *
     * @param name its name
     * @return its members
     */
    public Map<String, BigDecimal> percentages(String name) {
        Map<String, BigDecimal> percentages = new LinkedHashMap<>();
        object(name).forEach((member, value) -> {
            if (!(value instanceof Number number)) {
                throw new InvalidFlagException(name + "." + member, "must be a percentage from 0 to 100");
            }
            percentages.put(member, new BigDecimal(number.toString()));
        });
        return percentages;
    }

    private static Object notNull(String name, @Nullable Object value) {
        if (value == null) {
            throw new InvalidFlagException(name, "must not be null");
        }
        return value;
    }
}
