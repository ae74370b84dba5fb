package dev.flipswitch.cdi.concurrent;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.TransactionContextPropagator;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes OpenFeature's transaction context, that of a request for instance, along to the threads of a {@code
 * ManagedExecutorService}. The container finds it by itself, as the thread context {@value #TYPE}. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0">Jakarta Concurrency 3.0,
 *     section 3.3.5, thread context providers</a>
 */
public final class TransactionContextProvider implements ThreadContextProvider {
    private static final String TYPE = "OpenFeatureTransaction";
    private static final EvaluationContext NONE = new ImmutableContext();
    private static final ThreadContextSnapshot NOTHING = () -> () -> {};

    /** Called by the container. */
    public TransactionContextProvider() {}

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        if (InternalThreadMarker.isAsking() || InternalThreadMarker.isOne()) {
            return NOTHING;
        }
        TransactionContextPropagator propagator = propagator();
        return snapshot(propagator, propagator.getTransactionContext());
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return InternalThreadMarker.isAsking() || InternalThreadMarker.isOne() ? NOTHING : snapshot(propagator(), NONE);
    }

    /**
     * Asks nothing of OpenFeature's API when the thread begins: the API is locked while a provider starts, which may need
     * the container's threads for that.
     */
    private static ThreadContextSnapshot snapshot(
            TransactionContextPropagator propagator, @Nullable EvaluationContext context) {
        return () -> {
            @Nullable EvaluationContext before = propagator.getTransactionContext();
            set(propagator, context);
            return () -> set(propagator, before);
        };
    }

    private static TransactionContextPropagator propagator() {
        return OpenFeatureAPI.getInstance().getTransactionContextPropagator();
    }

    @SuppressWarnings(
            "NullAway") // OpenFeature's propagator takes null for none, and so leaves nothing of us on the thread
    private static void set(TransactionContextPropagator propagator, @Nullable EvaluationContext context) {
        propagator.setTransactionContext(context);
    }

    @Override
    public String getThreadContextType() {
        return TYPE;
    }
}
