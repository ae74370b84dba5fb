package dev.flipswitch.sse;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, and the stream that it opens if it succeeds. It ends once, for whatever reason comes first, and reports
 * that to its client. Its state belongs to the client's loop; the HTTP client's threads only hand over what arrives,
 * one piece at a time.
 */
final class SseConnection implements BodySubscriber<Void> {
    private final SseClient client;
    private final SseParser parser;
    private final CompletableFuture<Void> body = new CompletableFuture<>();

    private @Nullable CompletableFuture<?> exchange;
    private Flow.@Nullable Subscription subscription;
    private @Nullable ScheduledFuture<?> headersDeadline;
    private @Nullable ScheduledFuture<?> watchdog;
    private boolean ended;
    private boolean open;
    private long openedAtNanos;
    private long lastByteAtNanos;
    private Duration silenceTimeout = Duration.ZERO;

    SseConnection(SseClient client, String lastEventId) {
        this.client = client;
        this.parser = new SseParser(lastEventId, client::received);
    }

    void open(HttpClient http, HttpRequest request, Duration headersTimeout, Duration silence) {
        silenceTimeout = silence;
        headersDeadline = client.after(
                headersTimeout, () -> end(new SseFailure("no answer within " + headersTimeout.toMillis() + " ms", 0)));
        exchange = http.sendAsync(request, this::accept);
        var unused = exchange.whenComplete((response, failure) -> client.onLoop(() -> end(
                failure == null
                        ? new SseFailure("the server closed the stream", 0)
                        : new SseFailure(describe(failure), 0))));
    }

    /** Ends the connection without a report. */
    void abandon() {
        ended = true;
        stop();
    }

    /** Decides by status and headers, on a thread of the HTTP client, whether this is an event stream. */
    private BodySubscriber<Void> accept(ResponseInfo answer) {
        String problem = problemOf(answer);
        if (problem == null) {
            return this;
        }
        client.onLoop(() -> end(new SseFailure(problem, answer.statusCode())));
        return HttpResponse.BodySubscribers.replacing(null); // end() cancels the exchange, so little is read
    }

    private static @Nullable String problemOf(ResponseInfo answer) {
        if (answer.statusCode() != 200) {
            return "the server answered with status " + answer.statusCode();
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return essence.equals("text/event-stream")
                ? null
                : "the server answered with content type '" + essence + "' instead of text/event-stream";
    }

    private void opened() {
        if (ended) {
            stop();
            return;
        }
        open = true;
        openedAtNanos = System.nanoTime();
        lastByteAtNanos = openedAtNanos;
        if (headersDeadline != null) {
            headersDeadline.cancel(false);
        }
        watchdog = client.after(silenceTimeout, this::checkSilence);
        client.opened();
    }

    private void checkSilence() {
        Duration silent = Duration.ofNanos(System.nanoTime() - lastByteAtNanos);
        if (silent.compareTo(silenceTimeout) >= 0) {
            end(new SseFailure("the stream was silent for " + silent.toMillis() + " ms", 0));
        } else {
            watchdog = client.after(silenceTimeout.minus(silent), this::checkSilence);
        }
    }

    private void received(List<ByteBuffer> buffers) {
        if (ended) {
            return;
        }
        lastByteAtNanos = System.nanoTime();
        for (ByteBuffer buffer : buffers) {
            parser.feed(buffer);
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private void end(SseFailure failure) {
        if (ended) {
            return;
        }
        ended = true;
        stop();
        client.ended(failure, open ? Duration.ofNanos(System.nanoTime() - openedAtNanos) : Duration.ofNanos(-1));
    }

    private void stop() {
        if (headersDeadline != null) {
            headersDeadline.cancel(false);
        }
        if (watchdog != null) {
            watchdog.cancel(false);
        }
        if (subscription != null) {
            subscription.cancel();
        }
        if (exchange != null) {
            exchange.cancel(true);
        }
    }

    private static String describe(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpConnectTimeoutException) {
            return "the connection could not be made in time";
        }
        if (cause instanceof ConnectException) {
            return "the connection was refused";
        }
        return "the connection broke: " + cause.getClass().getSimpleName();
    }

    // BodySubscriber, on threads of the HTTP client

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        client.onLoop(() -> {
            subscription = s;
            opened();
            s.request(1);
        });
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        client.onLoop(() -> received(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(null);
    }
}
