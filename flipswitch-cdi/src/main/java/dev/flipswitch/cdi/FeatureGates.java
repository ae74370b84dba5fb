package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The gates of an application's classes, as they are found at deployment. For one thread. */
final class FeatureGates {
    private final List<AnnotatedType<?>> types = new ArrayList<>();

    void add(AnnotatedType<?> type) {
        types.add(type);
    }

    /** Reports every gate that cannot work. */
    void check(FlagTypeConflicts kinds, Consumer<String> problems) {
        for (AnnotatedType<?> type : types) {
            Optional<FeatureGate> ofClass = among(type.getAnnotations());
            for (AnnotatedMethod<?> method : type.getMethods()) {
                if (method.getJavaMember().isBridge()) {
                    continue; // the compiler's, with the annotations of the method that it calls
                }
                among(method.getAnnotations())
                        .or(() -> ofClass.filter(gate -> isBusiness(type.getJavaClass(), method.getJavaMember(), gate)))
                        .ifPresent(gate -> check(gate, type, method.getJavaMember(), kinds, problems));
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
        return of(method).or(() -> ofClass(bean).filter(gate -> !isFallback(gate, bean, method)));
    }

    /** The fallback of a class's gate is not behind it. It is one of another method: by its name alone it would be open. */
    private static boolean isFallback(FeatureGate ofClass, Class<?> type, Method method) {
        return method.getName().equals(ofClass.fallback())
                && lineage(type).stream()
                        .flatMap(each -> methods(each).stream())
                        .anyMatch(other -> canBeGated(other)
                                && of(other).isEmpty()
                                && !other.getName().equals(method.getName())
                                && fits(method, other));
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
    static boolean isBusiness(Class<?> type, Method method, FeatureGate ofClass) {
        return canBeGated(method) && !isFallback(ofClass, type, method);
    }

    private static boolean canBeGated(Method method) {
        return !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }

    private static void check(
            FeatureGate gate,
            AnnotatedType<?> type,
            Method method,
            FlagTypeConflicts kinds,
            Consumer<String> problems) {
        String place = type.getJavaClass().getTypeName() + "." + method.getName() + "()";
        kinds.add(gate.domain(), gate.value(), ValueType.BOOLEAN, place);
        if (!FlagInjectionPoint.isKey(gate.value())) {
            problems.accept(Messages.badKey(gate.value(), place));
        }
        if (!gate.fallback().isEmpty()) {
            checkFallback(gate, type, method, place, problems);
        }
    }

    /** A fallback runs without being asked for a gate, so that one which is gated would stand open. */
    private static void checkFallback(
            FeatureGate gate, AnnotatedType<?> type, Method method, String place, Consumer<String> problems) {
        Optional<Method> fallback = fallback(gate, type.getJavaClass(), method);
        if (gate.fallback().equals(method.getName())) {
            problems.accept(Messages.ownFallback(gate.value(), place));
        } else if (fallback.isEmpty()) {
            problems.accept(Messages.badFallback(gate.value(), gate.fallback(), place));
        } else if (isGated(type, fallback.get())) {
            problems.accept(Messages.gatedFallback(gate.value(), gate.fallback(), place));
        }
    }

    /** Whether a method has a gate of its own, also one that an extension gave it. */
    private static boolean isGated(AnnotatedType<?> type, Method method) {
        return of(method).isPresent()
                || type.getMethods().stream()
                        .filter(each -> each.getJavaMember().equals(method))
                        .anyMatch(each -> among(each.getAnnotations()).isPresent());
    }

    /**
     * The method that runs while the gate is closed: of the class or what it inherits from, with the same parameters. Never
     * the gated one.
     */
    static Optional<Method> fallback(FeatureGate gate, Class<?> type, Method gated) {
        return lineage(type).stream()
                .flatMap(each -> methods(each).stream())
                .filter(method -> method.getName().equals(gate.fallback()))
                .filter(method -> !method.getName().equals(gated.getName()))
                .filter(method -> fits(method, gated))
                .findFirst();
    }

    private static boolean fits(Method fallback, Method gated) {
        return takesWhat(fallback.getParameterTypes(), gated)
                && (gated.getReturnType() == void.class
                        || gated.getReturnType().isAssignableFrom(fallback.getReturnType()));
    }

    private static boolean takesWhat(Class<?>[] parameters, Method gated) {
        Class<?>[] given = gated.getParameterTypes();
        return Arrays.equals(parameters, given)
                || (gated.isBridge() // its parameters are those of what it implements
                        && parameters.length == given.length
                        && IntStream.range(0, given.length).allMatch(i -> given[i].isAssignableFrom(parameters[i])));
    }

    /** Whether a class is a message-driven bean; it may be a container's subclass of one. */
    static boolean isMessageDriven(Class<?> type) {
        return lineage(type).stream()
                .flatMap(each -> Arrays.stream(each.getAnnotations()))
                .anyMatch(each -> each.annotationType().getName().equals("jakarta.ejb.MessageDriven"));
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
