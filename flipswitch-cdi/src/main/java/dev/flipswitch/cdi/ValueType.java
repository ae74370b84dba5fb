package dev.flipswitch.cdi;

import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type that a flag's value can have in Java. Immutable.
 *
 * @param element a class; of a primitive type, its wrapper
 * @param lists how many {@code List}s stand around it
 */
record ValueType(Class<?> element, int lists) implements Serializable {
    private static final Map<Class<?>, Class<?>> WRAPPERS = Map.of(
            boolean.class, Boolean.class, int.class, Integer.class, long.class, Long.class, double.class, Double.class);

    static final ValueType BOOLEAN = new ValueType(Boolean.class, 0);
    static final ValueType STRING = new ValueType(String.class, 0);

    /** The kind of a type that holds whatever there is. */
    static final String ANY = "any flag";

    /** The classes, and what kind of flag has them. */
    private static final Map<Class<?>, String> KINDS = Map.of(
            Boolean.class, "a boolean flag",
            Integer.class, "an integer flag",
            Long.class, "an integer flag",
            Double.class, "a number flag",
            String.class, "a string flag",
            Value.class, ANY,
            Structure.class, "an object flag");

    @Override
    public boolean equals(@Nullable Object other) { // by hand, as in FlagId
        return other instanceof ValueType type && element == type.element && lists == type.lists;
    }

    @Override
    public int hashCode() {
        return 31 * element.hashCode() + lists;
    }

    /** The value type, or nothing if it cannot be one. */
    static Optional<ValueType> of(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return of(list.getActualTypeArguments()[0]).map(inner -> new ValueType(inner.element, inner.lists + 1));
        }
        return type instanceof Class<?> element ? Optional.of(new ValueType(boxed(element), 0)) : Optional.empty();
    }

    static Class<?> boxed(Class<?> type) {
        return WRAPPERS.getOrDefault(type, type);
    }

    ValueType ofElements() {
        return new ValueType(element, lists - 1);
    }

    /** What kind of flag it takes; those of the same kind can read the same flag. */
    String kind() {
        if (lists > 0) {
            return "a list flag";
        }
        return element.isEnum() ? "a string flag" : KINDS.getOrDefault(element, "an object flag");
    }

    /** What in it no flag can have, such as a record's component; nothing if all is well. */
    Optional<String> unsupported() {
        return unsupported(element, new HashSet<>());
    }

    private static Optional<String> unsupported(Class<?> type, Set<Class<?>> seen) {
        if (KINDS.containsKey(type) || type.isEnum() || !seen.add(type)) {
            return Optional.empty();
        }
        if (!type.isRecord()) {
            return Optional.of(type.getTypeName());
        }
        for (RecordComponent component : type.getRecordComponents()) {
            Optional<ValueType> inner = of(unwrapped(component.getGenericType()));
            Optional<String> problem = inner.isEmpty()
                    ? Optional.of(component.getGenericType().getTypeName())
                    : unsupported(inner.get().element, seen);
            if (problem.isPresent()) {
                return problem.map(name -> name + " in " + type.getTypeName() + "." + component.getName());
            }
        }
        return Optional.empty();
    }

    private static Type unwrapped(Type component) {
        return isOptional(component) ? ((ParameterizedType) component).getActualTypeArguments()[0] : component;
    }

    static boolean isOptional(Type type) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == Optional.class;
    }

    /** The default where the application gives none; null for enums and records, which have none. */
    @Nullable
    Object naturalDefault() {
        if (lists > 0) {
            return List.of();
        }
        if (element == Value.class) {
            return new Value();
        }
        return NATURAL.get(element);
    }

    private static final Map<Class<?>, Object> NATURAL = Map.of(
            Boolean.class,
            false,
            Integer.class,
            0,
            Long.class,
            0L,
            Double.class,
            0.0,
            String.class,
            "",
            Structure.class,
            new ImmutableStructure());

    @Override
    public String toString() {
        String name = element.getPackageName().equals("java.lang") ? element.getSimpleName() : element.getTypeName();
        return "List<".repeat(lists) + name + ">".repeat(lists);
    }
}
