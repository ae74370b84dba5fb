package dev.flipswitch.sse;

import dev.flipswitch.dispatch.Exchanges;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, and the stream that it opens if it succeeds. It ends once, for whatever reason comes first, and reports
 * that to its client. Its state belongs to the client's loop; the HTTP client's threads only hand over what arrives,
 * one piece at a time, and anybody may abandon it.
 */
final class SseConnection implements BodySubscriber<Void>, SseParser.Output {
    private final SseClient client;
    private final Target target;
    private final LongSupplier ticker;
    private final SseParser parser;
    private final CompletableFuture<Void> body = new CompletableFuture<>();

    private final CountDownLatch sent = new CountDownLatch(1);

    private volatile @Nullable CompletableFuture<?> exchange;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable ScheduledFuture<?> headersDeadline;
    private volatile @Nullable ScheduledFuture<?> watchdog;
    private volatile boolean ended;
    private boolean open;
    private long openedAtNanos;
    private long lastByteAtNanos;
    private boolean brought; // a byte
    private volatile Optional<Duration> heartbeat = Optional.empty();
    private @Nullable Duration givenSilence;
    private Duration silenceTimeout = Duration.ZERO;

    SseConnection(SseClient client, Target target, LongSupplier ticker, String lastEventId, int maxEventSize) {
        this.client = client;
        this.target = target;
        this.ticker = ticker;
        this.parser = new SseParser(lastEventId, maxEventSize, this);
    }

    /**
     * Asks; {@code late} is the answer if there is none within {@code limit}.
     *
     * @param silence after how long without a byte the stream is dead; null for three of the server's heartbeats
     */
    void open(HttpClient http, HttpRequest request, Duration limit, ConnectResult late, @Nullable Duration silence) {
        givenSilence = silence;
        headersDeadline = client.after(limit, () -> end(late));
        CompletableFuture<?> asked = http.sendAsync(request, this::accept);
        exchange = asked;
        sent.countDown();
        var unused = asked.whenComplete((response, failure) -> {
            if (failure != null) {
                Exchanges.end(asked);
            }
            client.onLoop(() -> end(failure == null ? ConnectResult.closed() : ConnectResult.failed(failure)));
        });
        if (ended) {
            stop(); // abandoned meanwhile
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Ends the connection without a report. May be called from any thread. */
    void abandon() {
        ended = true;
        stop();
    }

    /** Decides by status and headers, on a thread of the HTTP client, whether this is an event stream. */
    private BodySubscriber<Void> accept(ResponseInfo answer) {
        ConnectResult judged = ConnectResult.of(target, answer);
        if (judged instanceof ConnectResult.Stream) {
            heartbeat = Heartbeat.in(answer.headers());
            return this;
        }
        client.onLoop(() -> end(judged));
        awaitSent();
        cancelExchange(); // now, or a short answer's connection would be kept for others
        return HttpResponse.BodySubscribers.replacing(null);
    }

    /** An answer can be faster than the call that sends the request, and there would be nothing to cancel yet. */
    private void awaitSent() {
        try {
            var unused = sent.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void opened() {
        if (ended) {
            stop();
            return;
        }
        open = true;
        openedAtNanos = ticker.getAsLong();
        lastByteAtNanos = openedAtNanos;
        client.heard();
        cancel(headersDeadline);
        silenceTimeout = givenSilence == null ? Heartbeat.silence(heartbeat) : givenSilence;
        watchdog = client.after(silenceTimeout, this::checkSilence);
        client.opened(heartbeat);
    }

    private void checkSilence() {
        if (ended) {
            return; // closed while this was about to run: no timer outlives it
        }
        Duration silent = Duration.ofNanos(ticker.getAsLong() - lastByteAtNanos);
        if (silent.compareTo(silenceTimeout) >= 0) {
            end(ConnectResult.none("the stream was silent for " + silent.toMillis() + " ms"));
        } else {
            watchdog = client.after(silenceTimeout.minus(silent), this::checkSilence);
        }
    }

    private void received(List<ByteBuffer> buffers) {
        if (ended) {
            return;
        }
        brought = true;
        for (ByteBuffer buffer : buffers) {
            parser.feed(buffer);
        }
        client.heard();
        lastByteAtNanos = ticker.getAsLong(); // not before: what a listener took for it was no silence of the server
        Flow.Subscription more = subscription;
        if (more != null) {
            more.request(1);
        }
    }

    private void end(ConnectResult answer) {
        if (ended) {
            return;
        }
        ended = true;
        stop();
        Duration openFor = Duration.ofNanos(ticker.getAsLong() - openedAtNanos);
        client.ended(target, answer, open ? new SseClient.Life(openFor, brought) : SseClient.Life.NONE);
    }

    private void stop() {
        cancel(headersDeadline);
        cancel(watchdog);
        Flow.Subscription reading = subscription;
        if (reading != null) {
            reading.cancel();
        }
        cancelExchange();
    }

    private void cancelExchange() {
        CompletableFuture<?> asked = exchange;
        if (asked != null) {
            asked.cancel(true);
            body.cancel(true); // or the HTTP client would wait for the body's end, with its thread and connections
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    // what the parser finds, on the loop

    @Override
    public void event(SseEvent event) {
        client.received(event);
    }

    @Override
    public void lastEventId(String id) {
        client.lastEventId(id);
    }

    @Override
    public void retry(Duration time) {
        client.serverAsksToWait(time);
    }

    @Override
    public void dropped() {
        client.dropped();
    }

    // BodySubscriber, on threads of the HTTP client

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s; // at once, for whoever abandons this before the loop gets to it
        client.onLoop(() -> {
            opened();
            if (ended) {
                stop(); // abandoned meanwhile
            } else {
                s.request(1);
            }
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
