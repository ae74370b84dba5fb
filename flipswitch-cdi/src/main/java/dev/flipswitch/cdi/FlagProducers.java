package dev.flipswitch.cdi;

import dev.openfeature.sdk.FlagEvaluationDetails;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes what is injected at {@link Flag}, from the injection point's key, type and default. Thread-safe.
 *
 * <p>These are producer methods, because what they make can go when its holder goes. A container keeps what a synthetic
 * bean makes until the bean that asked for it ends. With a {@code Provider} that is one more at each call.
 */
@Singleton
class FlagProducers {
    /** The method whose bean gets all types that the application injects and the other methods don't make. */
    static final String PLAIN = "plain";

    @Inject
    FlagClients clients;

    @Produces
    @Flag("")
    Object plain(InjectionPoint point) {
        Optional<Class<?>> variants = Variants.wantedInterface(InjectedForm.of(point));
        if (variants.isPresent()) {
            return clients.chooser(variants.get(), FlagId.of(flagOf(point), ValueType.STRING));
        }
        FlagSpec<Object> spec = spec(point);
        return spec.same(spec.evaluate(clients.client(spec.id().domain())).getValue());
    }

    @Produces
    @Flag("")
    @Typed(List.class)
    @SuppressWarnings("unchecked") // the injection point says what it holds
    <T> List<T> list(InjectionPoint point) {
        return (List<T>) plain(point);
    }

    @Produces
    @Flag("")
    @Typed(Optional.class)
    @SuppressWarnings("unchecked")
    <T> Optional<T> optional(InjectionPoint point) {
        FlagSpec<T> spec = spec(point);
        return (Optional<T>) spec.same(spec.find(clients.client(spec.id().domain())));
    }

    @Produces
    @Flag("")
    @Typed(FlagEvaluationDetails.class)
    @SuppressWarnings("unchecked")
    <T> FlagEvaluationDetails<T> details(InjectionPoint point) {
        FlagSpec<T> spec = spec(point);
        return (FlagEvaluationDetails<T>)
                spec.same(spec.evaluate(clients.client(spec.id().domain())));
    }

    @Produces
    @Flag("")
    @Typed(Supplier.class)
    @SuppressWarnings("unchecked")
    <T> Supplier<T> supplier(InjectionPoint point) {
        return (Supplier<T>) clients.shared(idOf(point));
    }

    /** What a {@code Provider} or {@code Instance} gives: with a disposer it would be kept at each call. */
    @Produces
    @Flag("")
    @Typed(FlagValue.class)
    @SuppressWarnings("unchecked")
    <T> FlagValue<T> shared(InjectionPoint point) {
        return (FlagValue<T>) clients.shared(idOf(point));
    }

    @Produces
    @OwnedByHolder(@Flag(""))
    @Typed(FlagValue.class)
    <T> FlagValue<T> held(InjectionPoint point) {
        return new FlagHandle<>(clients, idOf(point));
    }

    <T> void dispose(@Disposes @OwnedByHolder(@Flag("")) FlagValue<T> value) {
        if (value instanceof FlagHandle<T> handle) {
            handle.close();
        }
    }

    private <T> FlagSpec<T> spec(InjectionPoint point) {
        return clients.spec(idOf(point));
    }

    private static FlagId idOf(InjectionPoint point) {
        Flag flag = flagOf(point);
        ValueType type = InjectedForm.of(point)
                .valueType()
                .orElseThrow(() -> new IllegalArgumentException(new FlagInjectionPoint(point, flag).unsupported()));
        return FlagId.of(flag, type);
    }

    private static Flag flagOf(InjectionPoint point) {
        return FlagInjectionPoint.flagOf(point).orElseThrow(() -> new IllegalStateException("no @Flag at " + point));
    }
}
