package dev.flipswitch.server.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id: the one it came with if that is sane, else a new one. It is answered, and an embedder that
 * wants it in its log is notified of it, on the request's thread. Stateless.
 */
public final class RequestIdFilter extends HttpFilter {

    /** Both the request's attribute and the servlet context's, in which an embedder may leave a {@link Consumer}. */
    static final String ATTRIBUTE = "flipswitch.server.request-id";

    static final String HEADER = "X-Request-Id";

    private static final long serialVersionUID = 1;
    /** The launcher has the same, for requests that do not come here. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private transient Consumer<String> embedder = id -> {};

    /** For the container. */
    public RequestIdFilter() {}

    @Override
    @SuppressWarnings("unchecked") // a name that nobody else uses
    public void init() {
        if (getServletContext().getAttribute(ATTRIBUTE) instanceof Consumer<?> log) {
            embedder = (Consumer<String>) log;
        }
    }

    /**
     * The id of a request.
     *
     * @param request which
     * @return its id
     */
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : random();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = sane(request.getHeader(HEADER));
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        embedder.accept(id);
        try {
            chain.doFilter(request, response);
        } finally {
            embedder.accept("");
        }
    }

    static String sane(@Nullable String given) {
        return given != null && SANE.matcher(given).matches() ? given : random();
    }

    private static String random() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
