package dev.flipswitch.server.launcher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that never come to the application, since they are malformed, too long or too slow. The answer is
 * JSON, whatever the client accepts. It has the headers that the application's own answers have, and nothing that the
 * client sent. Thread-safe.
 */
final class EarlyErrors extends ErrorHandler {

    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private final String root;
    private final String evaluations;
    private final String sdks;
    private final Set<String> origins;

    /**
     * For one application.
     *
     * @param contextPath where it is
     * @param origins whose pages may read answers; {@code *} for any
     */
    EarlyErrors(String contextPath, Set<String> origins) {
        this.root = LeadingSlashes.root(contextPath);
        this.evaluations = root + "/ofrep/";
        this.sdks = root + "/api/v1/";
        this.origins = origins;
        setShowStacks(false);
        setShowCauses(false);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String path = LeadingSlashes.straight(HeadConnection.path(request), root);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Request-Id", requestId(request));
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        if (code == HttpStatus.SERVICE_UNAVAILABLE_503) {
            headers.put(HttpHeader.RETRY_AFTER, 1);
        }
        if (path.startsWith(evaluations) || path.startsWith(sdks)) {
            allow(HeadConnection.origin(request), headers);
        }
        String text = text(code);
        String body = path.startsWith(evaluations)
                ? "{\"errorCode\":\"GENERAL\",\"errorDetails\":\"" + text + "\"}"
                : "{\"error\":{\"message\":\"" + text + "\"}}";
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII)), callback);
    }

    private void allow(@Nullable String origin, HttpFields.Mutable headers) {
        headers.put(new HttpField(HttpHeader.VARY, "Origin"));
        String allowed = origin == null ? unseen() : origin;
        if (allowed != null && (origins.contains(allowed) || origins.contains("*"))) {
            headers.put("Access-Control-Allow-Origin", allowed);
            headers.put("Access-Control-Expose-Headers", "ETag, Retry-After");
        }
    }

    /** For a page whose request ended before its origin came: right where all that may ask would get the same. */
    private @Nullable String unseen() {
        return origins.contains("*")
                ? "*"
                : origins.size() == 1 ? origins.iterator().next() : null;
    }

    /** As the application makes one: the client's if that is sane, else a new one. */
    private static String requestId(Request request) {
        String given = HeadConnection.requestId(request);
        return given != null && SANE_ID.matcher(given).matches()
                ? given
                : Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    private static String text(int code) {
        return switch (code) {
            case HttpStatus.NOT_FOUND_404 -> "There is nothing at this address.";
            case HttpStatus.REQUEST_TIMEOUT_408 -> "The request took too long to come.";
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "The request is too long.";
            case HttpStatus.URI_TOO_LONG_414 -> "The address is too long.";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The request's headers are too long.";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "The server speaks HTTP/1.1.";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The server can't answer this now; try again later.";
            default ->
                code < HttpStatus.INTERNAL_SERVER_ERROR_500
                        ? "The request can't be understood."
                        : "The server can't answer this now; its log says more.";
        };
    }
}
