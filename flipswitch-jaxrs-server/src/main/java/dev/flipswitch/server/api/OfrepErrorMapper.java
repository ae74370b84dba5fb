package dev.flipswitch.server.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/** Errors as OFREP has them. Thread-safe. */
@Provider
@ApplicationScoped
public class OfrepErrorMapper extends ErrorMapper {

    /** For the container. */
    public OfrepErrorMapper() {}

    @Override
    Map<String, Object> body(String message) {
        return OfrepAnswers.error("GENERAL", message);
    }
}
