package dev.flipswitch.it;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the pages' streams at the server: those that are open, and all there were. Thread-safe. */
public final class OpenStreams extends HttpFilter {
    static final AtomicInteger NOW = new AtomicInteger();
    static final AtomicInteger EVER = new AtomicInteger();

    private static final long serialVersionUID = 1;

    /** For the container. */
    public OpenStreams() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (request.isAsyncStarted()) {
            NOW.incrementAndGet();
            EVER.incrementAndGet();
            request.getAsyncContext().addListener(new AsyncListener() {
                @Override
                public void onComplete(AsyncEvent event) {
                    NOW.decrementAndGet();
                }

                @Override
                public void onTimeout(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        }
    }
}
