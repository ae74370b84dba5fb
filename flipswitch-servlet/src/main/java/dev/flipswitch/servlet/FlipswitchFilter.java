package dev.flipswitch.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request its {@link RequestFlags}, makes its context OpenFeature's transaction context, and shuts what a
 * flag gates. The web fragment of this module maps it to {@code /*} by the name {@code flipswitch}; its settings are in
 * {@code docs/servlet.md}. A request that reads no flag costs no evaluation. Thread-safe.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/6.0/jakarta-servlet-spec-6.0#filtering">Jakarta Servlet 6.0,
 *     section 6, filtering</a>
 */
public class FlipswitchFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private transient @Nullable FlipswitchWebContext application;

    /** Called by the container. */
    public FlipswitchFilter() {}

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        FlipswitchInitializer.seenTo(config.getServletContext());
        try {
            application = FlipswitchWebContext.of(config.getServletContext());
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    @Override
    public void destroy() {
        FlipswitchWebContext.close(getServletContext());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        FlipswitchWebContext running = application;
        if (running == null || !running.settings().enabled()) {
            chain.doFilter(request, response);
            return;
        }
        EvaluatedFlags flags = running.flags(request);
        flags.context().enter(request, response);
        TransactionContexts.Entered entered = running.transactions().enter(flags.context());
        try {
            if (request.getDispatcherType() != DispatcherType.REQUEST
                    || running.gates().open(request, response, flags)) {
                chain.doFilter(request, response);
            }
        } finally {
            running.transactions().leave(entered);
            flags.context().leave(request);
        }
    }
}
