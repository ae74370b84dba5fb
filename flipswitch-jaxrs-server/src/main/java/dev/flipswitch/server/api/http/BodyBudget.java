package dev.flipswitch.server.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Bounds what all requests under way hold of their bodies. What is made of a body may take some forty times its length,
 * and a full heap spoils more than the request. What a request has taken is free again at its end, which this filter
 * sees. Thread-safe.
 */
public final class BodyBudget extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** What a body may cost, in its lengths, and as much for everything else. */
    private static final int SHARE = 64;

    /** There is one heap for all. */
    private static final Semaphore EVALUATIONS = new Semaphore(share(SHARE));

    private static final Semaphore ADMINISTRATION = new Semaphore(share(2 * SHARE));

    private record Taken(Semaphore from, int bytes) {}

    private static final ThreadLocal<Taken> TAKEN = new ThreadLocal<>();

    /** For the container. */
    public BodyBudget() {}

    /** Of which requests. */
    public enum Kind {
        /** Anybody with an API key sends them, which a page shows to everybody. */
        EVALUATION,
        /** They have a share of their own. */
        ADMINISTRATION
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestBody.begin(request.getHeader("Content-Encoding"));
        try {
            chain.doFilter(request, response);
        } finally {
            RequestBody.begin(null);
            release();
        }
    }

    /**
     * Takes more for the request of this thread.
     *
     * @throws BusyException if others have it
     */
    static void take(Kind kind, int bytes) {
        Semaphore from = kind == Kind.EVALUATION ? EVALUATIONS : ADMINISTRATION;
        if (!from.tryAcquire(bytes)) {
            throw new BusyException();
        }
        Taken before = TAKEN.get();
        TAKEN.set(new Taken(from, before == null ? bytes : before.bytes() + bytes));
    }

    static void release() {
        Taken taken = TAKEN.get();
        if (taken != null) {
            TAKEN.remove();
            taken.from().release(taken.bytes());
        }
    }

    /** One body of any length always fits. */
    private static int share(int part) {
        long share = Math.max(RequestBody.MAX_BYTES + 1, Runtime.getRuntime().maxMemory() / part);
        return (int) Math.min(share, Integer.MAX_VALUE);
    }

    /** The bodies of other requests need all memory that there is for bodies. */
    static final class BusyException extends RuntimeException {

        private static final long serialVersionUID = 1;

        BusyException() {
            super("The server is busy with other long requests.", null, false, false);
        }
    }
}
