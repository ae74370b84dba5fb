package dev.flipswitch.cdi.rest;

import dev.flipswitch.cdi.FeatureDisabledException;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/**
 * Answers for a JAX-RS resource behind a closed {@link dev.flipswitch.cdi.FeatureGate} with the gate's status. JAX-RS
 * finds it by itself; nobody else loads it. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/restful-ws/3.1/jakarta-restful-ws-spec-3.1">Jakarta RESTful Web Services
 *     3.1, automatic registration of providers</a>
 */
public final class FeatureGateMapping implements Feature {

    /** Called by JAX-RS. */
    public FeatureGateMapping() {}

    @Override
    public boolean configure(FeatureContext context) {
        context.register(new Mapper());
        return true;
    }

    /** Stateless. */
    private static final class Mapper implements ExceptionMapper<FeatureDisabledException> {
        @Override
        public Response toResponse(FeatureDisabledException closed) {
            return Response.status(closed.status()).build();
        }
    }
}
