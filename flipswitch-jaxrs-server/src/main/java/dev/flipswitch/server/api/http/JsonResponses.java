package dev.flipswitch.server.api.http;

import dev.flipswitch.server.json.JsonWriter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers in JSON. Stateless. */
public final class JsonResponses {

    private JsonResponses() {}

    public static Response.ResponseBuilder json(int status, Object body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(JsonWriter.bytes(body));
    }

    public static Response refused(ApiKeyCheck.Refused refused, Object body) {
        Response.ResponseBuilder answer = json(refused.status(), body);
        refused.headers().forEach(answer::header);
        return answer.build();
    }

    public static Response ok(Map<String, ?> body) {
        return json(200, body).build();
    }

    /** The body of an OFREP error that is of no flag in particular. */
    public static Map<String, Object> error(String code, String details) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("errorCode", code);
        body.put("errorDetails", details);
        return body;
    }

    /** The body of an OFREP error of one flag. */
    public static Map<String, Object> error(String key, String code, String details) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.putAll(error(code, details));
        return body;
    }
}
