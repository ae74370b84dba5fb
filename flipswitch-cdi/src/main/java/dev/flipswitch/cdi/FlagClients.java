package dev.flipswitch.cdi;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the client of each domain and each flag that is injected. Thread-safe. */
@Singleton
class FlagClients {
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Map<FlagId, FlagSpec<?>> specs = new ConcurrentHashMap<>();
    private final Map<FlagId, FlagHandle<?>> shared = new ConcurrentHashMap<>();

    private final Map<List<Object>, Object> choosers = new ConcurrentHashMap<>();

    /** By a bean's class and a method. */
    private final Map<List<Object>, Optional<FeatureGate>> gates = new ConcurrentHashMap<>();

    private final Unanswered unanswered = new Unanswered();

    @Inject
    FlipswitchExtension extension;

    @Inject
    @Any
    Instance<Object> beans;

    @Inject
    FlipswitchLifecycle lifecycle;

    /** The client that evaluates in that domain; if empty, in the application's own. */
    Client client(String domain) {
        Client known = clients.get(domain);
        if (known == null) {
            known = lifecycle.client(domain); // starts the providers, and may take a while
            clients.put(domain, known);
        }
        return known;
    }

    @SuppressWarnings("unchecked") // the id holds the type
    <T> FlagSpec<T> spec(FlagId id) {
        return (FlagSpec<T>) specs.computeIfAbsent(id, this::newSpec);
    }

    private FlagSpec<?> newSpec(FlagId id) {
        return lifecycle.isWithoutFlags(id.domain())
                ? FlagSpec.of(id)
                : FlagSpec.of(id, details -> unanswered.note(details, id, () -> extension.places(id)));
    }

    /** The gate before a method of a bean. */
    Optional<FeatureGate> gate(Class<?> bean, Method method) {
        return gates.computeIfAbsent(List.of(bean, method), unknown -> FeatureGates.before(bean, method));
    }

    /** Whether a gate is open. */
    boolean isOpen(FeatureGate gate, Method method) {
        FlagEvaluationDetails<Boolean> details =
                client(gate.domain()).getBooleanDetails(gate.value(), gate.defaultValue());
        if (!lifecycle.isWithoutFlags(gate.domain())) {
            unanswered.note(
                    details,
                    method,
                    () -> Set.of(new Unanswered.Place(gate.value(), FeatureGates.place(method), gate.defaultValue())));
        }
        return details.getValue();
    }

    /** One for all who ask for it. */
    FlagHandle<?> shared(FlagId id) {
        return shared.computeIfAbsent(id, unknown -> new FlagHandle<>(this, unknown));
    }

    /** One for all who ask for it, of the interface given. */
    Object chooser(Class<?> type, FlagId id) {
        return choosers.computeIfAbsent(
                List.of(type, id), unknown -> VariantChooser.proxy(type, spec(id), client(id.domain()), beans));
    }

    /**
     * Has somebody called after each change of a flag, until the result is closed. In a domain that the application itself
     * registers a provider for, OpenFeature says.
     */
    FlagValue.Registration onChange(FlagId id, Runnable listener) {
        return lifecycle
                .domain(id.domain())
                .orElseGet(() -> DomainProvider.unknown(id.domain()))
                .onChange(id.key(), listener);
    }
}
