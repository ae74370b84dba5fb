package dev.flipswitch.server.api.ofrep;

import dev.flipswitch.server.api.http.ErrorMapper;
import dev.flipswitch.server.api.http.JsonResponses;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Errors as OFREP has them. Thread-safe. */
@ApplicationScoped
public class OfrepErrorMapper extends ErrorMapper {

    /** For the container. */
    public OfrepErrorMapper() {}

    @Override
    protected Map<String, Object> body(String message) {
        return JsonResponses.error("GENERAL", message);
    }
}
