package dev.flipswitch.server.api;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.security.Access;
import dev.flipswitch.server.security.RateLimit;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets only evaluations with an API key pass. A filter of JAX-RS could do the same, but an evaluation
 * is so quick that going through JAX-RS's filters costs as much as the rest of it, and so would asking CDI for the
 * request. Thread-safe.
 */
public final class EvaluationAccess extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Asked at the first request: some containers make filters before they start the application's beans. */
    @Inject
    transient Instance<Access> access;

    @Inject
    transient Instance<RateLimit> limit;

    private static final ThreadLocal<Environment> CALLER = new ThreadLocal<>();

    private transient volatile @Nullable SdkGate found;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public EvaluationAccess() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getMethod().equals("POST")) {
            chain.doFilter(request, response); // no evaluation, which the resource says
            return;
        }
        Optional<Environment> environment = gate().pass(request, response);
        if (environment.isPresent()) {
            CALLER.set(environment.get());
            try {
                chain.doFilter(request, response);
            } finally {
                CALLER.remove();
            }
        }
    }

    /** Whom the API key of the evaluation belongs to that this thread is at. */
    static Environment environment() {
        Environment environment = CALLER.get();
        if (environment == null) {
            throw new IllegalStateException("a resource that no key is asked for");
        }
        return environment;
    }

    private SdkGate gate() {
        SdkGate known = found;
        if (known == null) {
            known = new SdkGate(access.get(), limit.get());
            found = known;
        }
        return known;
    }
}
