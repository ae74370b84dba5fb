package dev.flipswitch.cdi;

import jakarta.enterprise.event.ObserverException;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out which observer has thrown something: CDI does not say. Stateless. */
final class FailedObserver {
    private FailedObserver() {}

    /**
     * The bean and the method: the outermost frame of the failure's stack trace that is in the class of an observer, or in
     * one that it extends.
     *
     * @param failure what was thrown
     * @param observers who were notified
     * @return {@code com.example.PriceList.on}; without an answer, the observers' classes
     */
    static String describe(Throwable failure, Collection<? extends ObserverMethod<?>> observers) {
        Throwable thrown =
                failure instanceof ObserverException && failure.getCause() != null ? failure.getCause() : failure;
        Set<String> classes = observers.stream()
                .map(ObserverMethod::getBeanClass)
                .flatMap(FailedObserver::withSuperclasses)
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> classes.contains(frame.getClassName()))
                .reduce((inner, outer) -> outer)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .orElseGet(() -> "one of " + String.join(", ", classes));
    }

    private static Stream<Class<?>> withSuperclasses(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != null && each != Object.class, Class::getSuperclass);
    }
}
