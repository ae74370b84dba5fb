package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.NoOpTransactionContextPropagator;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.TransactionContextPropagator;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes the context of a request OpenFeature's transaction context on the thread that works for it. The propagator that
 * is in force gets the context, and OpenFeature's own one if none is. Nothing of ours takes its place, since a shared
 * OpenFeature or another propagator would then hold on to an application that is gone. Thread-safe.
 *
 * @see <a href="https://openfeature.dev/specification/sections/evaluation-context#33-context-propagation">OpenFeature
 *     specification, section 3.3, context propagation</a>
 */
final class TransactionContexts {
    private static final System.Logger LOG = System.getLogger(TransactionContexts.class.getName());

    private final OpenFeatureAPI api;
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile TransactionContextPropagator last; // OpenFeature takes a lock to name it

    TransactionContexts(OpenFeatureAPI api) {
        this.api = api;
        if (api.getTransactionContextPropagator() instanceof NoOpTransactionContextPropagator) {
            api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());
        }
        last = api.getTransactionContextPropagator();
    }

    /** This thread's context, as the propagator knows it that was in force when a request last arrived. */
    @Nullable
    EvaluationContext current() {
        return last.getTransactionContext();
    }

    /** The same without a request's: what a thread has that may serve another request than the one asked about. */
    @Nullable
    EvaluationContext currentBelowRequest() {
        return withoutRequest(current());
    }

    /** Whether this thread's context is a request's, and not of the one given. */
    boolean isOfOtherRequest(RequestContext context) {
        EvaluationContext current = current();
        EvaluationContext top = current instanceof Both both ? both.overriding : current;
        return top instanceof RequestContext && top != context;
    }

    /**
     * Makes a context this thread's, over what is there, but for another request's: its thread may run our task.
     *
     * @return what must be given to {@link #leave}
     */
    Entered enter(EvaluationContext context) {
        TransactionContextPropagator propagator = api.getTransactionContextPropagator();
        last = propagator;
        try {
            EvaluationContext before = propagator.getTransactionContext();
            EvaluationContext below = withoutRequest(before);
            propagator.setTransactionContext(below == null || below.isEmpty() ? context : new Both(below, context));
            return new Entered(propagator, before);
        } catch (RuntimeException e) {
            if (complained.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        Messages.contextRefused(propagator.getClass().getName()),
                        Messages.printed(e));
            }
            return new Entered(null, null);
        }
    }

    private static @Nullable EvaluationContext withoutRequest(@Nullable EvaluationContext context) {
        if (context instanceof RequestContext) {
            return null;
        }
        return context instanceof Both both ? both.before : context;
    }

    /** Puts back what was this thread's context before. */
    @SuppressWarnings("NullAway") // no context is null to the propagators that say so
    void leave(Entered entered) {
        if (entered.propagator() != null) {
            entered.propagator().setTransactionContext(entered.before());
        }
    }

    void run(EvaluationContext context, Runnable task) {
        Entered entered = enter(context);
        try {
            task.run();
        } finally {
            leave(entered);
        }
    }

    /**
     * What was on a thread before.
     *
     * @param propagator who has been given the context; null if nobody could be
     * @param before the context that was there
     */
    record Entered(@Nullable TransactionContextPropagator propagator, @Nullable EvaluationContext before) {}

    private static final class Both extends LazyContext {
        private final EvaluationContext before;
        private final EvaluationContext overriding;

        Both(EvaluationContext before, EvaluationContext overriding) {
            this.before = before;
            this.overriding = overriding;
        }

        @Override
        EvaluationContext resolved() {
            return before.merge(overriding);
        }
    }
}
