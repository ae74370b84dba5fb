package dev.flipswitch.server.api.stream;

import dev.flipswitch.server.broadcast.StreamPermit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Gives a seat back that {@link StreamLimitFilter} has taken where no stream has taken it over, whatever hindered it. A
 * filter of the container, since JAX-RS tells nobody of all that can happen between its filters and a resource. Stateless.
 */
public final class StreamPermits extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String SEAT = "dev.flipswitch.server.seat";

    /** For the container. */
    public StreamPermits() {}

    /** Leaves a seat in a request. */
    static void put(HttpServletRequest request, StreamPermit seat) {
        request.setAttribute(SEAT, seat);
    }

    /** The seat in a request, whose stream gives it back from now on. */
    static StreamPermit takeOver(HttpServletRequest request) {
        if (request.getAttribute(SEAT) instanceof StreamPermit seat) {
            request.removeAttribute(SEAT);
            return seat;
        }
        throw new IllegalStateException("a resource without @LimitedStreams");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.getAttribute(SEAT) instanceof StreamPermit seat) {
                seat.close();
            }
        }
    }
}
