package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking: empty-handed until it is first looked into, and the same from then on. It holds the request only while
 * that is under way, since containers use request objects again for others. Thread-safe.
 */
final class RequestContext extends LazyContext {
    private static final Known ANONYMOUS = new Known(new ImmutableContext());

    private final WebApplication application;
    /** Guarded by this. */
    private @Nullable HttpServletRequest request;
    /** Guarded by this. */
    private @Nullable HttpServletResponse response;

    private volatile @Nullable Known known;

    RequestContext(WebApplication application) {
        this.application = application;
    }

    /** Somebody who is known already, without a request. */
    RequestContext(WebApplication application, EvaluationContext user) {
        this.application = application;
        this.known = new Known(user);
    }

    /** Takes the request; returns whether it was without one. */
    synchronized boolean attach(HttpServletRequest arrived, HttpServletResponse answer) {
        if (request != null) {
            return false;
        }
        request = arrived;
        response = answer;
        return true;
    }

    /** Lets the request go; who has not been asked for is anonymous afterwards. */
    synchronized void detach() {
        request = null;
        response = null;
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
