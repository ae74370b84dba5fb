package dev.flipswitch.cdi.rest;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Brings {@link FeatureGateMapper}, unless it was found before. JAX-RS finds it by itself; nobody else loads it. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/restful-ws/3.1/jakarta-restful-ws-spec-3.1">Jakarta RESTful Web Services
 *     3.1, automatic registration of providers</a>
 */
public final class FeatureGateMapping implements Feature {

    /** Called by JAX-RS. */
    public FeatureGateMapping() {}

    @Override
    public boolean configure(FeatureContext context) {
        if (context.getConfiguration().isRegistered(FeatureGateMapper.class)) {
            return false;
        }
        context.register(new FeatureGateMapper());
        return true;
    }
}
