package dev.flipswitch;

import dev.flipswitch.messages.Messages;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type that a flag can be asked for as.
 *
 * @param name its name in messages
 * @param reader gives the value in this type, or null if it is of another or does not fit
 */
record ValueReader<T>(String name, Function<Value, @Nullable T> reader) {
    static final ValueReader<Boolean> BOOLEAN =
            new ValueReader<>("a boolean", value -> value.isBoolean() ? value.asBoolean() : null);

    static final ValueReader<String> STRING =
            new ValueReader<>("a string", value -> value.isString() ? value.asString() : null);

    static final ValueReader<Integer> INTEGER =
            new ValueReader<>("a 32-bit integer", value -> number(value, Numbers::toInteger));

    static final ValueReader<Long> LONG =
            new ValueReader<>("a 64-bit integer", value -> number(value, Numbers::toLong));

    static final ValueReader<Double> DOUBLE =
            new ValueReader<>("a 64-bit floating-point number", value -> number(value, Numbers::toDouble));

    /** Any value at all: OpenFeature's {@code Value} can hold each. */
    static final ValueReader<Value> OBJECT = new ValueReader<>("an object", value -> value);

    private static final ValueReader<Structure> STRUCTURE =
            new ValueReader<>("a structure", value -> value.isStructure() ? value.asStructure() : null);

    private static final Map<Class<?>, ValueReader<?>> BY_CLASS = Map.of(
            Boolean.class, BOOLEAN,
            String.class, STRING,
            Integer.class, INTEGER,
            Long.class, LONG,
            Double.class, DOUBLE,
            Structure.class, STRUCTURE,
            Value.class, OBJECT);

    /**
     * The type that a class stands for.
     *
     * @throws IllegalArgumentException if it is none of those that a flag can have
     */
    @SuppressWarnings("unchecked") // the map says so
    static <T> ValueReader<T> of(Class<T> type) {
        ValueReader<?> found = BY_CLASS.get(type);
        if (found == null) {
            throw new IllegalArgumentException(Messages.noFlagType(type));
        }
        return (ValueReader<T>) found;
    }

    private static <T> @Nullable T number(Value value, Function<Number, @Nullable T> reader) {
        return value.asObject() instanceof Number number ? reader.apply(number) : null;
    }

    /** What a value is, for messages. */
    static String describe(Value value) {
        if (value.isBoolean()) {
            return BOOLEAN.name();
        }
        if (value.isString()) {
            return STRING.name();
        }
        if (value.isNumber()) {
            return "the number " + value.asObject();
        }
        return value.isList() ? "a list" : "an object";
    }
}
