package dev.flipswitch.cdi;

import dev.flipswitch.Numbers;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns OpenFeature's values into an application's types; nothing is rounded or cut off. Stateless. */
final class Conversion {
    private Conversion() {}

    /**
     * The value in that type.
     *
     * @throws IllegalArgumentException if it does not fit; the message says what does not, and where in it
     */
    static Object convert(@Nullable Value value, ValueType type) {
        if (value == null) {
            throw new IllegalArgumentException("there is no value");
        }
        if (type.lists() > 0) {
            return toList(value, type.ofElements());
        }
        Class<?> element = type.element();
        if (element == Value.class) {
            return value;
        }
        if (element.isEnum()) {
            return constant(element, text(value));
        }
        if (element.isRecord()) {
            return toRecord(structure(value), element);
        }
        return element == Structure.class ? structure(value) : scalar(value, element);
    }

    private static List<Object> toList(Value value, ValueType elements) {
        List<Value> list = value.asList();
        if (list == null) {
            throw mismatch(value, "a list");
        }
        return list.stream().map(element -> convert(element, elements)).toList();
    }

    private static Object scalar(Value value, Class<?> type) {
        if (type == String.class) {
            return text(value);
        }
        Object object = value.asObject();
        if (type == Boolean.class && object instanceof Boolean) {
            return object;
        }
        if (type != Boolean.class && object instanceof Number number) {
            return exactly(number, type);
        }
        throw mismatch(value, type.getSimpleName());
    }

    private static Object exactly(Number number, Class<?> type) {
        Number converted = as(type, number);
        if (converted == null) {
            throw new IllegalArgumentException(number + " does not fit into " + type.getSimpleName());
        }
        return converted;
    }

    private static @Nullable Number as(Class<?> type, Number number) {
        if (type == Integer.class) {
            return Numbers.toInteger(number);
        }
        return type == Long.class ? (Number) Numbers.toLong(number) : (Number) Numbers.toDouble(number);
    }

    private static String text(Value value) {
        String text = value.asString();
        if (text == null) {
            throw mismatch(value, "a string");
        }
        return text;
    }

    private static Structure structure(Value value) {
        Structure structure = value.asStructure();
        if (structure == null) {
            throw mismatch(value, "an object");
        }
        return structure;
    }

    /** The constant of that name. */
    static Object constant(Class<?> type, String name) {
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is none of " + type.getSimpleName() + "'s constants " + List.of(constants)));
    }

    private static Object toRecord(Structure structure, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(structure, components[i]);
        }
        return construct(type, components, arguments);
    }

    private static Object component(Structure structure, RecordComponent component) {
        Type type = component.getGenericType();
        Value value = structure.getValue(component.getName());
        boolean missing = value == null || value.isNull();
        try {
            if (!ValueType.isOptional(type)) {
                return convert(missing ? null : value, typeOf(type));
            }
            Type inner = ((ParameterizedType) type).getActualTypeArguments()[0];
            return missing ? Optional.empty() : Optional.of(convert(value, typeOf(inner)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(component.getName() + ": " + e.getMessage(), e);
        }
    }

    private static ValueType typeOf(Type type) {
        return ValueType.of(type).orElseThrow(() -> new IllegalArgumentException("unsupported type " + type));
    }

    private static Object construct(Class<?> type, RecordComponent[] components, Object[] arguments) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getSimpleName() + " refuses it: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getSimpleName() + " cannot be made: " + e, e);
        }
    }

    private static IllegalArgumentException mismatch(Value value, String wanted) {
        return new IllegalArgumentException("got " + value.asObject() + " where " + wanted + " is wanted");
    }
}
