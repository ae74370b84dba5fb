package dev.flipswitch.server.api;

import dev.flipswitch.server.flags.Environment;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Whom the API key of the present request belongs to. One per request. */
@RequestScoped
public class Caller {

    private @Nullable Environment environment;

    /** For the container. */
    public Caller() {}

    void is(Environment environment) {
        this.environment = environment;
    }

    Environment environment() {
        if (environment == null) {
            throw new IllegalStateException("a resource without @SdkAccess");
        }
        return environment;
    }
}
