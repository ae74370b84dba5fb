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
        chain.doFilter(request, new Answering(response, request.getRequestURI()));
    }

    /** Answers an error at once: the container's way to an error page fails on some addresses. */
    private static final class Answering extends HttpServletResponseWrapper {

        private final HttpServletResponse response;
        private final String path;

        Answering(HttpServletResponse response, String path) {
            super(response);
            this.response = response;
            this.path = path;
        }

        @Override
        public void sendError(int status) throws IOException {
            response.resetBuffer();
            boolean unknownMethod = status == SC_NOT_IMPLEMENTED;
            ErrorPage.write(response, unknownMethod ? SC_METHOD_NOT_ALLOWED : status, path);
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
