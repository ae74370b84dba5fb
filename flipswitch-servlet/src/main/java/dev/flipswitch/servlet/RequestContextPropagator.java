package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.TransactionContextPropagator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the context of a request OpenFeature's transaction context on the thread that works for it. There is one
 * propagator per API: this one passes on what the one that it found there says, and gives the place back. Thread-safe.
 *
 * @see <a href="https://openfeature.dev/specification/sections/evaluation-context#33-context-propagation">OpenFeature
 *     specification, section 3.3, context propagation</a>
 */
final class RequestContextPropagator implements TransactionContextPropagator {
    private final OpenFeatureAPI api;
    private final TransactionContextPropagator found;

    @SuppressWarnings("ThreadLocalUsage") // one for each application, and nothing stays in it after a request
    private final ThreadLocal<@Nullable EvaluationContext> current = new ThreadLocal<>();

    private RequestContextPropagator(OpenFeatureAPI api, TransactionContextPropagator found) {
        this.api = api;
        this.found = found;
    }

    /** Takes the place of the API's propagator. */
    static RequestContextPropagator install(OpenFeatureAPI api) {
        var propagator = new RequestContextPropagator(api, api.getTransactionContextPropagator());
        api.setTransactionContextPropagator(propagator);
        return propagator;
    }

    /** Gives the place back; where another one has been put before this one, this one stays behind it, idle. */
    void uninstall() {
        if (api.getTransactionContextPropagator() == this) {
            api.setTransactionContextPropagator(found);
        }
    }

    /** Makes a context this thread's; returns what must be given to {@link #leave}. */
    @Nullable
    EvaluationContext enter(EvaluationContext context) {
        EvaluationContext before = current.get();
        current.set(context);
        return before;
    }

    /** Puts back what was this thread's context before. */
    void leave(@Nullable EvaluationContext before) {
        if (before == null) {
            current.remove();
        } else {
            current.set(before);
        }
    }

    void run(EvaluationContext context, Runnable task) {
        EvaluationContext before = enter(context);
        try {
            task.run();
        } finally {
            leave(before);
        }
    }

    @Override
    public @Nullable EvaluationContext getTransactionContext() {
        EvaluationContext request = current.get();
        EvaluationContext other = found.getTransactionContext();
        if (request == null) {
            return other;
        }
        return other == null || other.isEmpty() ? request : other.merge(request);
    }

    @Override
    public void setTransactionContext(EvaluationContext context) {
        found.setTransactionContext(context);
    }
}
