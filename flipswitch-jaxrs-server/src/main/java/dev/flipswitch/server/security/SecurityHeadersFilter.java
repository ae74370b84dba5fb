package dev.flipswitch.server.security;

import dev.flipswitch.server.config.StreamSettings;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts headers on every answer. Some keep browsers from guessing and framing, and proxies from holding event streams
 * back. Others say to a stream's client when to take the stream for dead. The launcher's classes at the WAR's root are
 * not pages. Thread-safe.
 */
public final class SecurityHeadersFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Milliseconds between two heartbeats of a stream. Browsers and other clients ignore it. */
    private static final String HEARTBEAT = "X-Flipswitch-Heartbeat";

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** For answers that are no pages. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final String OFREP_STREAMS = "/ofrep/v1/event-streams/";
    private static final Pattern LAUNCHER = Pattern.compile("/+dev(?:/|$)");

    /** No page's address has these; a container's servlet for pages may fail on them. */
    private static final Pattern ENCODED = Pattern.compile("%(?:2[fF]|5[cC]|25)");

    /** Asked at the first stream: some containers make filters before they start the application's beans. */
    @Inject
    transient Instance<StreamSettings> streams;

    private transient volatile @Nullable String heartbeat;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public SecurityHeadersFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        boolean isApi = path.startsWith("/api/")
                || path.startsWith("/ofrep/")
                || request.getDispatcherType() == DispatcherType.ERROR; // which is no page either
        response.setHeader("Content-Security-Policy", isApi ? NOTHING : POLICY);
        if (path.startsWith(OFREP_STREAMS) || (path.startsWith("/api/") && path.endsWith("/events"))) {
            response.setHeader("Cache-Control", "no-cache, no-transform");
            response.setHeader("X-Accel-Buffering", "no");
            response.setHeader(HEARTBEAT, heartbeatMillis());
        } else if (isApi) {
            response.setHeader("Cache-Control", "no-store");
        } else {
            response.setHeader("Cache-Control", "no-cache");
        }
        boolean isNoPage = LAUNCHER.matcher(path).lookingAt()
                || ENCODED.matcher(request.getRequestURI()).find();
        if (!isApi && isNoPage) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            chain.doFilter(request, response);
        }
    }

    private String heartbeatMillis() {
        String known = heartbeat;
        if (known == null) {
            known = Long.toString(streams.get().heartbeat().toMillis());
            heartbeat = known;
        }
        return known;
    }
}
