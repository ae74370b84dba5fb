package dev.flipswitch.server.security;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the configured origins evaluate flags and follow changes. Other pages get answers that their browser
 * withholds from them. Thread-safe.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
public final class CorsFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final Set<String> HEADERS =
            Set.of("content-type", "if-none-match", "cache-control", "x-api-key", "authorization", "last-event-id");
    private static final String HEADERS_PREFIX = "x-flipswitch-";
    private static final String REFUSAL =
            "{\"errorCode\":\"GENERAL\",\"errorDetails\":\"Pages of this origin may not use this server;"
                    + " flipswitch.server.cors-origins names those that may.\"}";

    /** Asked at the first request: some containers make filters before they start the application's beans. */
    @Inject
    transient Instance<AllowedOrigins> origins;

    private transient volatile @Nullable AllowedOrigins found;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public CorsFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        boolean allowed = origin != null && origins().allows(origin);
        response.addHeader("Vary", "Origin");
        if (allowed) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Expose-Headers", "ETag, Retry-After");
        }
        String method = request.getHeader("Access-Control-Request-Method");
        if (origin == null || method == null || !request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, response);
        } else if (allowed) {
            allow(request, response);
        } else {
            refuse(response);
        }
    }

    private static void allow(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Access-Control-Allow-Methods", "GET, POST");
        response.setHeader(
                "Access-Control-Allow-Headers", allowedOf(request.getHeader("Access-Control-Request-Headers")));
        response.setHeader("Access-Control-Max-Age", "600");
    }

    /** Those that were asked for: a wildcard at the end of a name is none to browsers. */
    static String allowedOf(@Nullable String requested) {
        return Arrays.stream((requested == null ? "" : requested).split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> HEADERS.contains(name) || name.matches(HEADERS_PREFIX + "[a-z0-9-]+"))
                .collect(Collectors.joining(", "));
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("application/json");
        response.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.UTF_8));
    }

    private AllowedOrigins origins() {
        AllowedOrigins known = found;
        if (known == null) {
            known = origins.get();
            found = known;
        }
        return known;
    }
}
