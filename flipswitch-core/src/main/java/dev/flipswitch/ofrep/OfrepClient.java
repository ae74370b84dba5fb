package dev.flipswitch.ofrep;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flipswitch.dispatch.Exchanges;
import dev.flipswitch.messages.ShownUrl;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks an OFREP server. */
public final class OfrepClient implements FlagEvaluator {
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private final HttpClient http;
    private final URI flags;
    private final Supplier<Map<String, String>> headers;
    private final String server;
    private final OfrepResponseParser answers;

    /**
     * A client for one server.
     *
     * @param http the HTTP client
     * @param baseUrl the server's base URL, without a trailing slash
     * @param headers gives the headers of each request, the API key among them
     */
    public OfrepClient(HttpClient http, String baseUrl, Supplier<Map<String, String>> headers) {
        this.http = http;
        this.flags = URI.create(baseUrl + "/ofrep/v1/evaluate/flags");
        this.headers = headers;
        this.server = ShownUrl.of(URI.create(baseUrl));
        this.answers = new OfrepResponseParser(server);
    }

    @Override
    public CompletableFuture<OfrepEvaluation> evaluate(String flagKey, String contextJson) {
        if (!FlagKeys.canBeAsked(flagKey)) {
            return CompletableFuture.completedFuture(FlagKeys.notFound());
        }
        URI uri = URI.create(flags + "/" + encoded(flagKey));
        return post(uri, contextJson, null, answers::toEvaluation);
    }

    @Override
    public CompletableFuture<BulkEvaluation> evaluateAll(
            String contextJson, @Nullable BulkEvaluation known, @Nullable Refetch refetch) {
        URI uri = refetch == null ? flags : URI.create(flags + query(refetch));
        return post(uri, contextJson, known == null ? null : known.etag(), response -> {
            boolean unchanged = response.statusCode() == 304 && known != null;
            return unchanged ? known : answers.toBulkEvaluation(response);
        });
    }

    private static String query(Refetch refetch) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        if (refetch.etag() != null) {
            query.add("flagConfigEtag=" + encoded(refetch.etag()));
        }
        if (refetch.lastModified() != null) {
            query.add("flagConfigLastModified=" + encoded(refetch.lastModified()));
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private <T> CompletableFuture<T> post(
            URI uri, String contextJson, @Nullable String etag, Function<HttpResponse<byte[]>, T> decoder) {
        CompletableFuture<T> result = new CompletableFuture<>();
        post(new Place(uri, 0), contextJson, etag, decoder, result);
        return result;
    }

    private <T> void post(
            Place place,
            String contextJson,
            @Nullable String etag,
            Function<HttpResponse<byte[]>, T> decoder,
            CompletableFuture<T> result) {
        Map<String, String> given;
        try {
            given = headers.get();
        } catch (IllegalArgumentException e) {
            result.completeExceptionally(OfrepException.notAsked(e, server));
            return;
        }
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            HttpRequest request = request(place.uri(), given, contextJson, etag);
            exchange = http.sendAsync(request, answer -> new BoundedBody(MAX_BODY_BYTES));
        } catch (RuntimeException | Error e) { // the proxies' supplier is the application's
            result.completeExceptionally(OfrepException.of(e, server));
            return;
        }
        var unused = result.whenComplete((decoded, failure) -> {
            if (result.isCancelled()) {
                exchange.cancel(true);
            }
        });
        var unusedEither = exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                Exchanges.end(exchange);
                fail(result, isGivenUp(failure) ? new CancellationException() : OfrepException.of(failure, server));
                return;
            }
            try {
                Place next = place.after(response, server);
                if (next == null) {
                    result.complete(decoder.apply(response));
                } else if (!result.isDone()) {
                    post(next, contextJson, etag, decoder, result);
                }
            } catch (RuntimeException | Error e) {
                fail(result, e);
            }
        });
    }

    /** As a stage that hangs on the exchange would fail: it is not cancelled itself. */
    private static void fail(CompletableFuture<?> result, Throwable failure) {
        result.completeExceptionally(new CompletionException(failure));
    }

    /** The JDK cancels an exchange before what hangs on it. */
    private static boolean isGivenUp(Throwable failure) {
        return failure instanceof CancellationException || failure.getCause() instanceof CancellationException;
    }

    private static HttpRequest request(
            URI uri, Map<String, String> headers, String contextJson, @Nullable String etag) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1);
        headers.forEach(request::setHeader);
        if (etag != null) {
            request.setHeader("If-None-Match", etag);
        }
        return request.setHeader("Content-Type", "application/json")
                .setHeader("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"context\":" + contextJson + "}"))
                .build();
    }
}
