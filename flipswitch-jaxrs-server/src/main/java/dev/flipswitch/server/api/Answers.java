package dev.flipswitch.server.api;

import dev.flipswitch.server.json.JsonWriting;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Answers in JSON. Stateless. */
final class Answers {

    private Answers() {}

    static Response.ResponseBuilder json(int status, Object body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(JsonWriting.bytes(body));
    }

    static Response ok(Map<String, ?> body) {
        return json(200, body).build();
    }
}
