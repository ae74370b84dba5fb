package dev.flipswitch.server.api.admin;

import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.server.api.http.ErrorMapper;
import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.api.http.RequestBody;
import dev.flipswitch.server.flags.ConflictException;
import dev.flipswitch.server.flags.NotFoundException;
import dev.flipswitch.server.json.MalformedJsonException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Errors of the management calls. Thread-safe. */
@ApplicationScoped
public class AdminErrorMapper extends ErrorMapper {

    /** For the container. */
    public AdminErrorMapper() {}

    @Override
    protected Map<String, Object> body(String message) {
        return AdminJson.error(message);
    }

    @Override
    public Response toResponse(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof InvalidFlagException invalid) {
            return JsonResponses.json(400, AdminJson.error(message + ".", invalid.field()))
                    .build();
        }
        if (failure instanceof ConflictException conflict) {
            return JsonResponses.json(409, AdminJson.error(message + ".", conflict.field()))
                    .build();
        }
        if (failure instanceof MalformedJsonException) {
            return JsonResponses.json(400, body("The body is " + message + ".")).build();
        }
        if (failure instanceof RequestBody.NoObjectException) {
            return JsonResponses.json(400, body(message)).build();
        }
        if (failure instanceof NotFoundException) {
            return JsonResponses.json(404, body(message)).build();
        }
        return super.toResponse(failure);
    }
}
