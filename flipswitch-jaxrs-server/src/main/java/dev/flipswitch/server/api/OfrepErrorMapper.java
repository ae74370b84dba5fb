package dev.flipswitch.server.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Errors as OFREP has them. Thread-safe. */
@ApplicationScoped
public class OfrepErrorMapper extends ErrorMapper {

    /** For the container. */
    public OfrepErrorMapper() {}

    @Override
    Map<String, Object> body(String message) {
        return OfrepAnswers.error("GENERAL", message);
    }
}
