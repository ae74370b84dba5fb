package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking: unknown until the first look, and the same from then on. It holds the request only while that is under
 * way, since containers use request objects again for others. That is until the request has left the filter or, where
 * it goes on asynchronously, until that ends. Thread-safe.
 */
final class RequestContext extends LazyContext {
    private static final Known ANONYMOUS = new Known(new ImmutableContext());

    private final FlipswitchWebContext application;
    private final AsyncEnd asyncEnd = new AsyncEnd(this::detach);
    /** Guarded by this. */
    private @Nullable HttpServletRequest request;
    /** Guarded by this. */
    private @Nullable HttpServletResponse response;

    /** Guarded by this. */
    private int passes;

    private volatile @Nullable Known known;

    RequestContext(FlipswitchWebContext application) {
        this.application = application;
    }

    /** Somebody who is known already, without a request. */
    RequestContext(FlipswitchWebContext application, EvaluationContext user) {
        this.application = application;
        this.known = new Known(user);
    }

    /** Takes the request, unless it is in the filter already: a forward may pass it once more. */
    synchronized void enter(HttpServletRequest arrived, HttpServletResponse answer) {
        passes++;
        if (passes == 1) {
            request = arrived;
            response = answer;
            asyncEnd.dispatched();
        }
    }

    /** Lets the request go, at the latest when its asynchronous work ends. */
    synchronized void leave(HttpServletRequest left) {
        passes--;
        if (passes == 0 && (known != null || !asyncEnd.isAwaited(left))) {
            detach();
        }
    }

    /** From now on nothing of the container's is touched; who has not been asked for is anonymous. */
    private synchronized void detach() {
        if (passes == 0) {
            request = null;
            response = null;
        }
    }

    @Override
    EvaluationContext resolved() {
        return known().context();
    }

    @Override
    public @Nullable String getTargetingKey() {
        return known().targetingKey();
    }

    private Known known() {
        Known found = known;
        return found == null ? resolve() : found;
    }

    private synchronized Known resolve() {
        if (known == null && request != null && response != null) {
            HttpServletRequest asked = request;
            request = null; // a resolver that evaluates flags itself sees an anonymous context
            Known answer = new Known(application.resolve(asked, response));
            request = asked;
            known = answer;
        }
        return known == null ? ANONYMOUS : known;
    }

    /** A context that is not changed any more, with its targeting key, which OpenFeature's client asks for twice at a time. */
    private record Known(EvaluationContext context, @Nullable String targetingKey) {
        Known(EvaluationContext context) {
            this(context, context.getTargetingKey());
        }
    }
}
