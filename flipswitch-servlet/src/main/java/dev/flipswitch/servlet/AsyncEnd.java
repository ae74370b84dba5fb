package dev.flipswitch.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells when a request's asynchronous work ends, however it ends and through however many dispatches it goes. Thread-safe
 * if the action is.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/6.0/jakarta-servlet-spec-6.0#asynchronous-processing">Jakarta
 *     Servlet 6.0, section 2.3.3.3, asynchronous processing</a>
 */
final class AsyncEnd implements AsyncListener {
    private final Runnable action;
    private volatile boolean listening;
    private volatile boolean ended;

    /**
     * @param action may run more than once
     */
    AsyncEnd(Runnable action) {
        this.action = action;
    }

    /** The request is dispatched: if it starts asynchronous work once more, the container forgets its listeners. */
    void dispatched() {
        listening = false;
    }

    /** Whether asynchronous work is under way, whose end will be reported. */
    boolean isAwaited(HttpServletRequest request) {
        try {
            if (!ended && !listening && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(this);
                listening = true;
            }
        } catch (IllegalStateException e) {
            return false; // it has ended meanwhile
        }
        return listening && !ended;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended = true;
        action.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
        listening = true;
    }
}
