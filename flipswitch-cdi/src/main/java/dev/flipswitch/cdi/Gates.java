package dev.flipswitch.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The gates of an application's classes, as they are found at deployment. For one thread. */
final class Gates {
    private final List<AnnotatedType<?>> types = new ArrayList<>();

    void add(AnnotatedType<?> type) {
        types.add(type);
    }

    /** Tells of every gate that cannot work. */
    void check(Consumer<String> problems) {
        for (AnnotatedType<?> type : types) {
            FeatureGate ofClass = type.getAnnotation(FeatureGate.class);
            for (AnnotatedMethod<?> method : type.getMethods()) {
                FeatureGate own = method.getAnnotation(FeatureGate.class);
                FeatureGate gate = own == null ? ofClass : own;
                if (gate != null && (own != null || isBusiness(method.getJavaMember(), gate))) {
                    check(gate, type.getJavaClass(), method.getJavaMember(), problems);
                }
            }
        }
    }

    private static boolean isBusiness(Method method, FeatureGate ofClass) {
        return !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class
                && !method.getName().equals(ofClass.fallback());
    }

    private static void check(FeatureGate gate, Class<?> type, Method method, Consumer<String> problems) {
        String place = type.getTypeName() + "." + method.getName() + "()";
        if (!FlagPoint.isKey(gate.value())) {
            problems.accept(Messages.badKey(gate.value(), place));
        }
        if (!gate.fallback().isEmpty() && fallback(gate, type, method).isEmpty()) {
            problems.accept(Messages.badFallback(gate.value(), gate.fallback(), place));
        }
    }

    /** The method that runs while the gate is closed: of the class or one that it extends, with the same parameters. */
    static Optional<Method> fallback(FeatureGate gate, Class<?> type, Method gated) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Optional<Method> found = Arrays.stream(each.getDeclaredMethods())
                    .filter(method -> method.getName().equals(gate.fallback()))
                    .filter(method -> Arrays.equals(method.getParameterTypes(), gated.getParameterTypes()))
                    .filter(method -> gated.getReturnType() == void.class
                            || gated.getReturnType().isAssignableFrom(method.getReturnType()))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
