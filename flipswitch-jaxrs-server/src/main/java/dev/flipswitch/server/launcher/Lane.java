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
 * Bounds how many threads some requests have together; more of them wait for one without holding any. So those on other
 * lanes always get one. Thread-safe.
 */
final class Lane extends Handler.Wrapper {

    private final Semaphore threads;
    private final Predicate<Request> isOnIt;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /**
     * Bounds them.
     *
     * @param handler answers
     * @param threads how many there may be
     * @param isOnIt which requests; all others are not bounded here
     */
    Lane(Handler handler, int threads, Predicate<Request> isOnIt) {
        super(handler);
        this.threads = new Semaphore(threads);
        this.isOnIt = isOnIt;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isOnIt.test(request)) {
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
