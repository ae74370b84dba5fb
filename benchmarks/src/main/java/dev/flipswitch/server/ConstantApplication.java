package dev.flipswitch.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What an evaluation is compared with: a JAX-RS application that does nothing. Stateless. */
@ApplicationPath("constant")
public final class ConstantApplication extends Application {

    /** For the container. */
    public ConstantApplication() {}

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(ConstantResource.class);
    }
}
