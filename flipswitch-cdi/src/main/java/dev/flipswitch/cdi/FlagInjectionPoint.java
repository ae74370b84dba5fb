package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An injection point with a {@link Flag}. Immutable.
 *
 * @param point the container's view of it
 * @param flag its qualifier
 */
record FlagInjectionPoint(InjectionPoint point, Flag flag) {

    /** The qualifier of an injection point. */
    static Optional<Flag> flagOf(InjectionPoint point) {
        return point.getQualifiers().stream()
                .map(qualifier -> qualifier instanceof OwnedByHolder held ? held.value() : qualifier)
                .filter(Flag.class::isInstance)
                .map(Flag.class::cast)
                .findFirst();
    }

    /** Whether a text can be a flag's key. */
    static boolean isKey(String text) {
        return !text.isEmpty() && text.codePoints().noneMatch(FlagInjectionPoint::isInvisible);
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }

    InjectedForm wanted() {
        return InjectedForm.of(point);
    }

    /** What it says of its flag, unless it cannot be. */
    Optional<FlagId> id() {
        return Variants.wantedInterface(wanted()).isPresent()
                ? Optional.of(FlagId.of(flag, ValueType.STRING))
                : wanted().valueType().map(type -> FlagId.of(flag, type));
    }

    /** The class that is injected into. */
    Class<?> holder() {
        Bean<?> bean = point.getBean();
        return bean == null ? point.getMember().getDeclaringClass() : bean.getBeanClass();
    }

    /** Where it is, for messages: {@code shop.Cart.darkMode}, or {@code shop.Cart.init(), parameter 1}. */
    String place() {
        String name = holder().getTypeName() + "." + point.getMember().getName();
        if (point.getAnnotated() instanceof AnnotatedParameter<?> parameter) {
            String callable = point.getMember() instanceof Executable method
                            && !method.getName().contains(".")
                    ? name + "()"
                    : "new " + holder().getTypeName() + "()";
            return callable + ", parameter " + (parameter.getPosition() + 1);
        }
        return name;
    }

    /** Whether it is a parameter of an observer, so read for each event. */
    boolean isObserved() {
        return point.getAnnotated() instanceof AnnotatedParameter<?> parameter
                && parameter.getDeclaringCallable().getParameters().stream()
                        .anyMatch(other -> other.isAnnotationPresent(Observes.class)
                                || other.isAnnotationPresent(ObservesAsync.class));
    }

    /** What stands beside the flag, and keeps the container from finding it. */
    Set<Annotation> otherQualifiers() {
        return point.getQualifiers().stream()
                .filter(qualifier ->
                        !(qualifier instanceof Flag || qualifier instanceof OwnedByHolder || qualifier instanceof Any))
                .collect(Collectors.toSet());
    }

    /** Whether it is needed to make the bean that is injected into. */
    boolean isReadForTheHolder() {
        boolean injected = !(point.getAnnotated() instanceof AnnotatedParameter<?> parameter)
                || parameter.getDeclaringCallable().isAnnotationPresent(Inject.class);
        return injected && !wanted().live();
    }

    String unsupported() {
        return Variants.wantedInterface(wanted())
                .map(type -> Messages.noVariants(flag.value(), type, place()))
                .orElseGet(this::unsupportedType);
    }

    private String unsupportedType() {
        String type = nameOf(wanted().value());
        String fault = ValueType.of(wanted().value())
                .flatMap(ValueType::unsupported)
                .filter(inner -> !inner.equals(type))
                .map(inner -> type + ", because of " + inner)
                .orElse(type);
        return Messages.unsupportedType(flag.value(), fault, place());
    }

    /** The same in each container: each has its own view of a type with parameters. */
    private static String nameOf(Type type) {
        if (!(type instanceof ParameterizedType parameterized)) {
            return type.getTypeName();
        }
        return Arrays.stream(parameterized.getActualTypeArguments())
                .map(FlagInjectionPoint::nameOf)
                .collect(Collectors.joining(", ", parameterized.getRawType().getTypeName() + "<", ">"));
    }
}
