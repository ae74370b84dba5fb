package dev.flipswitch.cdi.rest;

import dev.flipswitch.cdi.FeatureDisabledException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers for a JAX-RS resource behind a closed {@link dev.flipswitch.cdi.FeatureGate} with the gate's status. Runtimes
 * that scan an application's libraries find it by its annotation, as TomEE does, whose JAX-RS knows no other way; the others
 * by {@link FeatureGateMapping}. Stateless.
 */
@Provider
public final class FeatureGateMapper implements ExceptionMapper<FeatureDisabledException> {

    /** Called by JAX-RS. */
    public FeatureGateMapper() {}

    @Override
    public Response toResponse(FeatureDisabledException closed) {
        return Response.status(closed.status()).build();
    }
}
