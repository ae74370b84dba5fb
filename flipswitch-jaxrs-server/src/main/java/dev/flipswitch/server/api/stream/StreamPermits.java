package dev.flipswitch.server.api.stream;

import dev.flipswitch.server.broadcast.StreamPermit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Gives a permit back that {@link StreamLimitFilter} has taken where no stream has taken it over, whatever hindered it. A
 * filter of the container, since JAX-RS announces not all that can happen between its filters and a resource. Stateless.
 */
public final class StreamPermits extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String PERMIT = "dev.flipswitch.server.permit";

    /** For the container. */
    public StreamPermits() {}

    /** Leaves a permit in a request. */
    static void put(HttpServletRequest request, StreamPermit permit) {
        request.setAttribute(PERMIT, permit);
    }

    /** The permit in a request, whose stream gives it back from now on. */
    static StreamPermit takeOver(HttpServletRequest request) {
        if (request.getAttribute(PERMIT) instanceof StreamPermit permit) {
            request.removeAttribute(PERMIT);
            return permit;
        }
        throw new IllegalStateException("a resource without @LimitedStreams");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.getAttribute(PERMIT) instanceof StreamPermit permit) {
                permit.close();
            }
        }
    }
}
