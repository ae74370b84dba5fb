package dev.flipswitch.cdi;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a class says of the type variables of those that it extends. Immutable. */
final class TypeVariables {
    private final Map<Type, Type> known = new HashMap<>();

    TypeVariables(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getGenericSuperclass() instanceof ParameterizedType parent
                    && parent.getRawType() instanceof Class<?> raw) {
                for (int i = 0; i < raw.getTypeParameters().length; i++) {
                    known.put(raw.getTypeParameters()[i], resolve(parent.getActualTypeArguments()[i]));
                }
            }
        }
    }

    /** The type that a variable stands for, where that is known; other types as they are. */
    Type resolve(Type type) {
        return known.getOrDefault(type, type);
    }

    /** Whether something in a type is open, also after all that is known. */
    boolean isOpen(Type type) {
        Type resolved = resolve(type);
        if (resolved instanceof ParameterizedType parameterized) {
            return Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(this::isOpen);
        }
        if (resolved instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).anyMatch(this::isOpen)
                    || Arrays.stream(wildcard.getLowerBounds()).anyMatch(this::isOpen);
        }
        return resolved instanceof TypeVariable
                || (resolved instanceof GenericArrayType array && isOpen(array.getGenericComponentType()));
    }
}
