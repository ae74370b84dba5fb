package dev.flipswitch.ofrep;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks an OFREP server. Thread-safe; no call blocks. A future that is cancelled lets go of its connection; deadlines are
 * the caller's.
 */
public final class OfrepClient {
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private final HttpClient http;
    private final URI flags;
    private final String[] headers;
    private final Json json = new Json();

    /**
     * A client for one server and one key.
     *
     * @param http the HTTP client
     * @param baseUrl the server's base URL, without a trailing slash
     * @param headers sent with each request, the API key among them
     */
    public OfrepClient(HttpClient http, String baseUrl, Map<String, String> headers) {
        this.http = http;
        this.flags = URI.create(baseUrl + "/ofrep/v1/evaluate/flags");
        this.headers = headers.entrySet().stream()
                .flatMap(header -> Arrays.stream(new String[] {header.getKey(), header.getValue()}))
                .toArray(String[]::new);
    }

    /**
     * The context as the server will see it.
     *
     * @param context any context; it is read now and not kept
     * @return canonical JSON: equal contexts give equal text
     */
    public String contextJson(EvaluationContext context) {
        return json.write(context);
    }

    /**
     * Evaluates one flag.
     *
     * @param flagKey the flag
     * @param contextJson the context, from {@link #contextJson}
     * @return the server's answer; fails with {@link OfrepException} if there is none
     */
    public CompletableFuture<Evaluation> evaluate(String flagKey, String contextJson) {
        URI uri = URI.create(flags + "/" + URLEncoder.encode(flagKey, UTF_8).replace("+", "%20"));
        return post(uri, contextJson, null, this::toEvaluation);
    }

    /**
     * Asks whether anything has changed for a context, by evaluating all flags in bulk.
     *
     * @param contextJson the context, from {@link #contextJson}
     * @param knownVersion what the last such call returned, or null
     * @return a text that stays the same while nothing changes; fails with {@link OfrepException} if the server gives no
     *     usable answer
     */
    public CompletableFuture<String> version(String contextJson, @Nullable String knownVersion) {
        return post(flags, contextJson, knownVersion, response -> {
            if (response.statusCode() == 304 && knownVersion != null) {
                return knownVersion;
            }
            if (response.statusCode() != 200) {
                throw unusable(response.statusCode());
            }
            Optional<String> etag = response.headers().firstValue("ETag");
            return etag.orElseGet(() -> Integer.toHexString(Arrays.hashCode(response.body())));
        });
    }

    private <T> CompletableFuture<T> post(
            URI uri, String contextJson, @Nullable String etag, Function<HttpResponse<byte[]>, T> decoder) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .headers(headers)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"context\":" + contextJson + "}"));
        if (etag != null && etag.indexOf('"') >= 0) {
            request.header("If-None-Match", etag);
        }
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request.build(), answer -> new BoundedBody(MAX_BODY_BYTES));
        CompletableFuture<T> result = exchange.handle((response, failure) -> {
            if (failure != null) {
                throw new OfrepException(describe(failure), 0);
            }
            return decoder.apply(response);
        });
        var unused = result.whenComplete((decoded, failure) -> {
            if (result.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return result;
    }

    private static String describe(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ConnectException
                ? "the connection to the flag server was refused"
                : "the flag server could not be asked: " + cause.getClass().getSimpleName();
    }

    private Evaluation toEvaluation(HttpResponse<byte[]> response) {
        JsonObject body = json.readObject(response.body());
        int status = response.statusCode();
        if (status == 200 && body != null) {
            return toResolved(body);
        }
        if ((status == 400 || status == 404) && body != null && body.get("errorCode") instanceof JsonString code) {
            return new Evaluation.Failed(toErrorCode(code.getString()), body.getString("errorDetails", ""));
        }
        throw unusable(status);
    }

    private static Evaluation toResolved(JsonObject body) {
        JsonValue value = body.get("value");
        JsonObject metadata = body.get("metadata") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
        return new Evaluation.Resolved(
                value == null || value == JsonValue.NULL ? null : Json.toValue(value),
                body.getString("variant", null),
                body.getString("reason", null),
                Json.toMetadata(metadata));
    }

    private static ErrorCode toErrorCode(String code) {
        try {
            return ErrorCode.valueOf(code);
        } catch (IllegalArgumentException e) {
            return ErrorCode.GENERAL;
        }
    }

    private static OfrepException unusable(int status) {
        return switch (status) {
            case 401, 403 -> new OfrepException("the flag server refused the API key (status " + status + ")", status);
            case 200 -> new OfrepException("the flag server's answer is not a JSON object", status);
            default -> new OfrepException("the flag server answered with status " + status, status);
        };
    }
}
