package dev.flipswitch.server.api;

import dev.flipswitch.server.events.Seat;
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
public final class StreamSeats extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String SEAT = "dev.flipswitch.server.seat";

    /** For the container. */
    public StreamSeats() {}

    /** Leaves a seat in a request. */
    static void put(HttpServletRequest request, Seat seat) {
        request.setAttribute(SEAT, seat);
    }

    /** The seat in a request, whose stream gives it back from now on. */
    static Seat takeOver(HttpServletRequest request) {
        if (request.getAttribute(SEAT) instanceof Seat seat) {
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
            if (request.getAttribute(SEAT) instanceof Seat seat) {
                seat.close();
            }
        }
    }
}
