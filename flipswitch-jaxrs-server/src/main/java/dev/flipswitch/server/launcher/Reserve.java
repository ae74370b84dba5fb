package dev.flipswitch.server.launcher;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps threads for operators: all others together have fewer than there are, and wait for one without holding any.
 * Thread-safe.
 */
final class Reserve extends Handler.Wrapper {

    private final Semaphore threads;
    private final Predicate<Request> isOperators;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /**
     * Keeps the rest.
     *
     * @param handler answers
     * @param threads how many may be at requests that are not operators'
     * @param isOperators whether a request has the reserve, too
     */
    Reserve(Handler handler, int threads, Predicate<Request> isOperators) {
        super(handler);
        this.threads = new Semaphore(threads);
        this.isOperators = isOperators;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isOperators.test(request)) {
            return super.handle(request, response, callback);
        }
        if (!threads.tryAcquire()) {
            waiting.add(() -> handleLater(request, response, callback));
            admit();
            return true;
        }
        try {
            return super.handle(request, response, callback);
        } finally {
            threads.release();
            admit();
        }
    }

    private void admit() {
        while (!waiting.isEmpty() && threads.tryAcquire()) {
            Runnable next = waiting.poll();
            if (next == null) {
                threads.release();
            } else {
                executor().execute(next);
            }
        }
    }

    private void handleLater(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Throwable e) {
            Response.writeError(request, response, callback, e);
        } finally {
            threads.release();
            admit();
        }
    }

    private Executor executor() {
        return getServer().getThreadPool();
    }
}
