package dev.flipswitch.servlet;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All flags for one context by one question, which OpenFeature's client has no method for: only where the provider is
 * ours, and where no hook would have to see each evaluation. Thread-safe.
 */
final class FlagsAtOnce {
    private final OpenFeatureAPI api;
    private final String domain;
    private final Client client;

    FlagsAtOnce(OpenFeatureAPI api, String domain, Client client) {
        this.api = api;
        this.domain = domain;
        this.client = client;
    }

    /**
     * Asks, with the contexts that the client would merge.
     *
     * @param invocation the context of these evaluations
     * @return the evaluation of each flag that there is; nothing where flags have to be asked for one by one
     * @see <a href="https://openfeature.dev/specification/sections/evaluation-context#requirement-323">OpenFeature
     *     specification, requirement 3.2.3, the order of merging</a>
     */
    Optional<Map<String, FlagEvaluationDetails<Value>>> ask(EvaluationContext invocation) {
        if (!(api.getProvider(domain) instanceof FlipswitchProvider provider) || isHooked() || !isStarted()) {
            return Optional.empty();
        }
        try {
            return Optional.of(provider.evaluateAll(merged(invocation)));
        } catch (GeneralError e) {
            return Optional.empty(); // single flags may be known
        }
    }

    private boolean isHooked() {
        return !api.getHooks().isEmpty() || !client.getHooks().isEmpty();
    }

    /** Before its first answer, and after a fatal error, the client answers by itself. */
    private boolean isStarted() {
        ProviderState state = client.getProviderState();
        return state == ProviderState.READY || state == ProviderState.STALE;
    }

    private EvaluationContext merged(EvaluationContext invocation) {
        return Stream.<@Nullable EvaluationContext>of(
                        api.getEvaluationContext(),
                        api.getTransactionContextPropagator().getTransactionContext(),
                        client.getEvaluationContext(),
                        invocation)
                .filter(context -> context != null && !context.isEmpty())
                .reduce(new ImmutableContext(), EvaluationContext::merge);
    }
}
