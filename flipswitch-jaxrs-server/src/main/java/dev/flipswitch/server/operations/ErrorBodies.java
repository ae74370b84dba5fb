package dev.flipswitch.server.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives errors a body that a JAX-RS implementation answers without one, before it asks for a resource. Stateless. */
public final class ErrorBodies extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** For the container. */
    public ErrorBodies() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        boolean open = !request.isAsyncStarted() && !response.isCommitted();
        if (open && response.getStatus() >= 400 && response.getContentType() == null) {
            ErrorPage.write(response, response.getStatus(), request.getRequestURI());
        }
    }
}
