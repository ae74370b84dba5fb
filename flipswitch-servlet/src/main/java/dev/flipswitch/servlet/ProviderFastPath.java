package dev.flipswitch.servlet;

import dev.flipswitch.ContextFlags;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.servlet.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.LayeredEvaluationContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks the provider itself, with the contexts that OpenFeature's client would merge. They are merged once for many
 * flags, and one question can ask for all flags. It is used only where nobody can see the difference: the provider is
 * ours, and no hook would have to see each evaluation. Thread-safe.
 */
final class ProviderFastPath {
    private static final System.Logger LOG = System.getLogger(ProviderFastPath.class.getName());

    private final OpenFeatureAPI api;
    private final String domain;
    private final Client client;
    private final TransactionContexts transactions;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * @param client the application's, which is given to nobody: it has neither hooks nor a context of its own
     */
    ProviderFastPath(OpenFeatureAPI api, String domain, Client client, TransactionContexts transactions) {
        this.api = api;
        this.domain = domain;
        this.client = client;
        this.transactions = transactions;
    }

    /** What flags were made ready with, and these. */
    record Prepared(
            FlipswitchProvider provider,
            @Nullable EvaluationContext ofApi,
            @Nullable EvaluationContext ofTransaction,
            EvaluationContext invocation,
            ContextFlags flags) {}

    /**
     * Makes flags ready, unless they are.
     *
     * @param last what was made ready before, if anything
     * @param invocation the context of these evaluations
     * @return null where OpenFeature's client has to be asked
     */
    @Nullable
    Prepared prepared(@Nullable Prepared last, EvaluationContext invocation) {
        FeatureProvider registered = api.getProvider(domain);
        if (registered.getClass() == NoOpProvider.class && !warned.getAndSet(true)) {
            LOG.log(Level.WARNING, Messages.noProvider(domain));
        }
        if (!(registered instanceof FlipswitchProvider provider)
                || !api.getHooks().isEmpty()
                || !isStarted()) {
            return null;
        }
        EvaluationContext ofApi = api.getEvaluationContext();
        EvaluationContext ofTransaction = transactions.currentBelowRequest();
        boolean same = last != null
                && last.provider == provider
                && last.ofApi == ofApi
                && last.ofTransaction == ofTransaction
                && last.invocation == invocation;
        return same ? last : prepare(provider, ofApi, ofTransaction, invocation);
    }

    private static @Nullable Prepared prepare(
            FlipswitchProvider provider,
            @Nullable EvaluationContext ofApi,
            @Nullable EvaluationContext ofTransaction,
            EvaluationContext invocation) {
        try {
            var merged = new LayeredEvaluationContext(ofApi, ofTransaction, null, invocation);
            return new Prepared(provider, ofApi, ofTransaction, invocation, provider.forContext(merged));
        } catch (RuntimeException e) {
            return null; // the client reports a context that can't be had
        }
    }

    /** Before its first answer, and after a fatal error, the client answers by itself. */
    private boolean isStarted() {
        ProviderState state = client.getProviderState();
        return state == ProviderState.READY || state == ProviderState.STALE;
    }
}
