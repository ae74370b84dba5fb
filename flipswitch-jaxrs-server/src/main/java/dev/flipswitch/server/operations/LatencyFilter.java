package dev.flipswitch.server.operations;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures how long requests take; a stream that was opened is none of them. Thread-safe. */
public final class LatencyFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Asked at the first request: some containers make filters before they start the application's beans. */
    @Inject
    transient Instance<Metrics> metrics;

    private transient volatile @Nullable Metrics found;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public LatencyFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            if (!request.isAsyncStarted()) {
                String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
                metrics().answered(Resource.at(path), response.getStatus(), System.nanoTime() - start);
            }
        }
    }

    private Metrics metrics() {
        Metrics known = found;
        if (known == null) {
            known = metrics.get();
            found = known;
        }
        return known;
    }
}
