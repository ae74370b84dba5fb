package dev.flipswitch.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The gates of an application's classes, as they are found at deployment. For one thread. */
final class Gates {
    private final List<AnnotatedType<?>> types = new ArrayList<>();

    void add(AnnotatedType<?> type) {
        types.add(type);
    }

    /** Tells of every gate that cannot work. */
    void check(FlagKinds kinds, Consumer<String> problems) {
        for (AnnotatedType<?> type : types) {
            Optional<FeatureGate> ofClass = among(type.getAnnotations());
            for (AnnotatedMethod<?> method : type.getMethods()) {
                among(method.getAnnotations())
                        .or(() -> ofClass.filter(gate -> isBusiness(method.getJavaMember(), gate)))
                        .ifPresent(gate -> check(gate, type.getJavaClass(), method.getJavaMember(), kinds, problems));
            }
        }
    }

    /** A method's own gate: on it, or on a stereotype or interceptor binding that it has. */
    static Optional<FeatureGate> of(Method method) {
        return among(Set.of(method.getAnnotations()));
    }

    /** The gate of a class; it may be a container's subclass of the bean's. */
    static Optional<FeatureGate> ofClass(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != null && each != Object.class, Class::getSuperclass)
                .flatMap(each -> among(Set.of(each.getAnnotations())).stream())
                .findFirst();
    }

    /** The gate before a method of a bean: its own, else its class's. */
    static Optional<FeatureGate> before(Class<?> bean, Method method) {
        return of(method).or(() -> ofClass(bean).filter(gate -> !isFallback(gate, method)));
    }

    /** The fallback of a class's gate is a method of that class, but is not behind it. */
    private static boolean isFallback(FeatureGate ofClass, Method method) {
        return method.getName().equals(ofClass.fallback());
    }

    /** A gate among annotations: itself, or on one of them. */
    static Optional<FeatureGate> among(Set<Annotation> annotations) {
        return among(annotations, new HashSet<>());
    }

    private static Optional<FeatureGate> among(Set<Annotation> annotations, Set<Class<?>> seen) {
        Optional<FeatureGate> direct = annotations.stream()
                .filter(FeatureGate.class::isInstance)
                .map(FeatureGate.class::cast)
                .findFirst();
        return direct.or(() -> annotations.stream()
                .map(Annotation::annotationType)
                .filter(seen::add)
                .flatMap(type -> among(Set.of(type.getAnnotations()), seen).stream())
                .findFirst());
    }

    /** Whether a class's gate is meant to guard a method. */
    static boolean isBusiness(Method method, FeatureGate ofClass) {
        return !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class
                && !isFallback(ofClass, method);
    }

    private static void check(
            FeatureGate gate, Class<?> type, Method method, FlagKinds kinds, Consumer<String> problems) {
        String place = type.getTypeName() + "." + method.getName() + "()";
        kinds.add(gate.domain(), gate.value(), ValueType.BOOLEAN, place);
        if (!FlagPoint.isKey(gate.value())) {
            problems.accept(Messages.badKey(gate.value(), place));
        }
        if (!gate.fallback().isEmpty() && fallback(gate, type, method).isEmpty()) {
            problems.accept(Messages.badFallback(gate.value(), gate.fallback(), place));
        }
    }

    /** The method that runs while the gate is closed: of the class or what it inherits from, with the same parameters. */
    static Optional<Method> fallback(FeatureGate gate, Class<?> type, Method gated) {
        return lineage(type).stream()
                .flatMap(each -> methods(each).stream())
                .filter(method -> method.getName().equals(gate.fallback()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), gated.getParameterTypes()))
                .filter(method -> gated.getReturnType() == void.class
                        || gated.getReturnType().isAssignableFrom(method.getReturnType()))
                .findFirst();
    }

    /** A class and those that it extends, then their interfaces. */
    static Set<Class<?>> lineage(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            all.add(each);
        }
        List.copyOf(all).forEach(each -> addInterfaces(each, all));
        return all;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> each : type.getInterfaces()) {
            all.add(each);
            addInterfaces(each, all);
        }
    }

    /** The methods that a class declares, as far as they can be read: a library may name what is not there. */
    static List<Method> methods(Class<?> type) {
        try {
            return List.of(type.getDeclaredMethods());
        } catch (LinkageError e) {
            return List.of();
        }
    }

    static String place(Method method) {
        return method.getDeclaringClass().getTypeName() + "." + method.getName() + "()";
    }
}
