package dev.flipswitch;

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
record FlagType<T>(String name, Function<Value, @Nullable T> reader) {
    static final FlagType<Boolean> BOOLEAN =
            new FlagType<>("a boolean", value -> value.isBoolean() ? value.asBoolean() : null);

    static final FlagType<String> STRING =
            new FlagType<>("a string", value -> value.isString() ? value.asString() : null);

    static final FlagType<Integer> INTEGER =
            new FlagType<>("a 32-bit integer", value -> number(value, Numbers::toInteger));

    static final FlagType<Long> LONG = new FlagType<>("a 64-bit integer", value -> number(value, Numbers::toLong));

    static final FlagType<Double> DOUBLE =
            new FlagType<>("a 64-bit floating-point number", value -> number(value, Numbers::toDouble));

    /** Any value at all: OpenFeature's {@code Value} can hold each. */
    static final FlagType<Value> OBJECT = new FlagType<>("an object", value -> value);

    private static final FlagType<Structure> STRUCTURE =
            new FlagType<>("a structure", value -> value.isStructure() ? value.asStructure() : null);

    private static final Map<Class<?>, FlagType<?>> BY_CLASS = Map.of(
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
    static <T> FlagType<T> of(Class<T> type) {
        FlagType<?> found = BY_CLASS.get(type);
        if (found == null) {
            throw new IllegalArgumentException(Messages.noFlagType(type));
        }
        return (FlagType<T>) found;
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
