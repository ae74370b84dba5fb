package dev.flipswitch.server.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Gives a JSON body to errors of the container, and of a JAX-RS implementation that has not asked a resource yet. Stateless. */
public final class ErrorBodies extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** For the container. */
    public ErrorBodies() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new Answering(response, request.getMethod(), request.getRequestURI()));
    }

    /** Answers an error at once: the container's way to an error page fails on some addresses. */
    private static final class Answering extends HttpServletResponseWrapper {

        private final HttpServletResponse response;
        private final String method;
        private final String path;

        Answering(HttpServletResponse response, String method, String path) {
            super(response);
            this.response = response;
            this.method = method;
            this.path = path;
        }

        @Override
        public void sendError(int status) throws IOException {
            response.resetBuffer();
            ErrorPage.write(response, status, method, path);
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
