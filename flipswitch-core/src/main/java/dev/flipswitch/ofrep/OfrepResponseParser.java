package dev.flipswitch.ofrep;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an OFREP server answers; an answer that is none becomes an {@link OfrepException}. Thread-safe.
 *
 * @see <a href="https://github.com/open-feature/protocol/blob/main/service/openapi.yaml">OFREP's OpenAPI description</a>
 */
final class OfrepResponseParser {
    private final Json json = new Json();
    private final String server;

    /** Reads the answers of the server with this base URL, which holds no credentials. */
    OfrepResponseParser(String server) {
        this.server = server;
    }

    OfrepEvaluation toEvaluation(HttpResponse<byte[]> response) {
        JsonObject body = read(response);
        int status = response.statusCode();
        if (status == 200 && body != null) {
            return EvaluationJson.readResolved(body);
        }
        OfrepEvaluation failed = status == 400 || status == 404 ? EvaluationJson.readFailed(body) : null;
        if (failed == null) {
            throw unusable(status);
        }
        return failed;
    }

    BulkEvaluation toBulkEvaluation(HttpResponse<byte[]> response) {
        JsonObject body = read(response);
        if (response.statusCode() != 200 || body == null) {
            throw unusable(response.statusCode());
        }
        if (!(body.get("flags") instanceof JsonArray)) {
            throw new OfrepException(
                    "what answers at " + server + " is no flag server (its answer has no list 'flags'); "
                            + "check flipswitch.base-url",
                    200);
        }
        Map<String, OfrepEvaluation> flags = new LinkedHashMap<>();
        for (JsonObject item : objects(body.get("flags"))) {
            if (item.get("key") instanceof JsonString key) {
                flags.put(key.getString(), EvaluationJson.read(item));
            }
        }
        String etag = response.headers()
                .firstValue("ETag")
                .filter(tag -> tag.chars().allMatch(c -> c >= ' ' && c < 0x7F)) // or it could not be sent back
                .orElse(null);
        return new BulkEvaluation(flags, etag, eventStreams(response.uri(), body));
    }

    /** The object that an answer holds; null if there is none. */
    private @Nullable JsonObject read(HttpResponse<byte[]> response) {
        try {
            return json.readObject(response.body());
        } catch (BoundedJson.BeyondBoundsException e) {
            String fault = "the flag server's answer can't be read: " + e.getMessage();
            throw new OfrepException(fault, response.statusCode());
        }
    }

    /** The URLs of event streams of the one type that is defined; a path is the server's own. OFREP ADR 0008. */
    private static List<URI> eventStreams(URI server, JsonObject body) {
        List<URI> streams = new ArrayList<>();
        for (JsonObject stream : objects(body.get("eventStreams"))) {
            if ("sse".equals(stream.getString("type", ""))) {
                URI uri = toUri(server, stream);
                if (uri != null) {
                    streams.add(uri);
                }
            }
        }
        return streams;
    }

    private static @Nullable URI toUri(URI server, JsonObject stream) {
        try {
            URI uri = place(server, stream);
            boolean secureEnough = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && "http".equals(server.getScheme()));
            return secureEnough && uri.getHost() != null ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Where a stream is.
     *
     * @throws IllegalArgumentException if that is not said in the terms of a URL
     */
    private static URI place(URI server, JsonObject stream) {
        if (stream.get("endpoint") instanceof JsonObject endpoint) {
            String origin = endpoint.getString("origin", "");
            URI base = origin.isEmpty() ? server : URI.create(origin);
            return base.resolve(URI.create(endpoint.getString("requestUri", "/")));
        }
        return URI.create(stream.getString("url", ""));
    }

    private static List<JsonObject> objects(@Nullable JsonValue value) {
        return value instanceof JsonArray array
                ? array.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    private OfrepException unusable(int status) {
        return OfrepException.unusable(status, server);
    }
}
