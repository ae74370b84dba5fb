package dev.flipswitch.server.api;

import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.server.flags.ConflictException;
import dev.flipswitch.server.flags.UnknownException;
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
    Map<String, Object> body(String message) {
        return AdminAnswers.error(message);
    }

    @Override
    public Response toResponse(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof InvalidFlagException invalid) {
            return Answers.json(400, AdminAnswers.error(message + ".", invalid.field()))
                    .build();
        }
        if (failure instanceof ConflictException conflict) {
            return Answers.json(409, AdminAnswers.error(message + ".", conflict.field()))
                    .build();
        }
        if (failure instanceof MalformedJsonException) {
            return Answers.json(400, body("The body is " + message + ".")).build();
        }
        if (failure instanceof RequestBody.NoObjectException) {
            return Answers.json(400, body(message)).build();
        }
        if (failure instanceof UnknownException) {
            return Answers.json(404, body(message)).build();
        }
        return super.toResponse(failure);
    }
}
