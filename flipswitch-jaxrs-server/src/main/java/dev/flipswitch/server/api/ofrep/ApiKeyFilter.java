package dev.flipswitch.server.api.ofrep;

import dev.flipswitch.server.api.http.ApiKeyCheck;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.RateLimit;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an API key where an evaluation needs one: in the resource, which has been found by then, whatever the
 * address looks like to a filter. This filter only keeps the request at hand. A filter of JAX-RS could ask for the key
 * as well. But an evaluation is so quick that going through JAX-RS's filters costs as much as the rest of it. Asking
 * CDI for the request would cost as much, too. Thread-safe.
 */
public final class ApiKeyFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Asked at the first request: some containers make filters before they start the application's beans. */
    @Inject
    transient Instance<CredentialVerifier> access;

    @Inject
    transient Instance<RateLimit> limit;

    @Inject
    transient Instance<Guesses> guesses;

    /** What this thread is at. */
    private static final ThreadLocal<Asked> ASKED = new ThreadLocal<>();

    private record Asked(HttpServletRequest request, ApiKeyCheck gate) {}

    private transient volatile @Nullable ApiKeyCheck found;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public ApiKeyFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ASKED.set(new Asked(request, gate()));
        try {
            chain.doFilter(request, response);
        } finally {
            ASKED.remove();
        }
    }

    /**
     * Whom the API key of the request belongs to that this thread is at.
     *
     * @throws ApiKeyCheck.Refused if it is nobody's, or used too often
     */
    static Environment environment() {
        Asked asked = asked();
        return asked.gate().pass(asked.request());
    }

    /** The request that this thread is at. */
    static HttpServletRequest request() {
        return asked().request();
    }

    private static Asked asked() {
        Asked asked = ASKED.get();
        if (asked == null) {
            throw new IllegalStateException("a resource to which the filter is not mapped");
        }
        return asked;
    }

    private ApiKeyCheck gate() {
        ApiKeyCheck known = found;
        if (known == null) {
            known = new ApiKeyCheck(access.get(), limit.get(), guesses.get());
            found = known;
        }
        return known;
    }
}
