package dev.flipswitch.cdi;

import dev.openfeature.sdk.Client;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Makes what is injected at {@link Flag}, from the injection point's key and default. Thread-safe. */
@Singleton
class FlagProducers {

    @Inject
    Client client;

    @Produces
    @Flag("")
    boolean value(InjectionPoint point) {
        return supplier(point).get();
    }

    @Produces
    @Flag("")
    Supplier<Boolean> supplier(InjectionPoint point) {
        Flag flag = flagOf(point);
        boolean defaultValue = defaultOf(flag, point);
        Client evaluating = client;
        return () -> evaluating.getBooleanValue(flag.value(), defaultValue);
    }

    private static Flag flagOf(InjectionPoint point) {
        return point.getQualifiers().stream()
                .filter(Flag.class::isInstance)
                .map(Flag.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no @Flag at " + point));
    }

    private static boolean defaultOf(Flag flag, InjectionPoint point) {
        return switch (flag.defaultValue()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(Messages.badDefault(flag.value(), flag.defaultValue(), point));
        };
    }
}
