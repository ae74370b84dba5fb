package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.ResponseStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client's life: reconnecting by hand, closing, sleeping. */
class SseClientLifeTest extends SseClientFixture {
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

    /** Failure policy 24. */
    @Test
    void makesOneAttemptHoweverOftenItIsAskedToReconnect() {
        server.enqueue("GET /events", exchange -> exchange.respond(500, ""));
        server.on("GET /events", exchange -> {}); // and so the second attempt stays under way
        SseClient client = start(builder(recorder).backoff(LONG));
        awaitFailure("status 500");
        for (int i = 0; i < 100; i++) {
            client.reconnect();
        }
        await().atMost(LIMIT).until(() -> server.requests().size() == 2);
        await().during(SOON.multipliedBy(3))
                .atMost(LIMIT)
                .until(() -> server.requests().size() == 2);
    }

    /** Failure policy 23. */
    @Test
    void isToldNothingAfterAListenerHasClosedIt() {
        server.on("GET /events", exchange -> exchange.openEventStream().send("data: a\n\ndata: b\n\n"));
        CompletableFuture<SseClient> client = new CompletableFuture<>();
        AtomicInteger events = new AtomicInteger();
        client.complete(builder(event -> {
                    events.incrementAndGet();
                    client.join().close();
                })
                .build());
        client.join().start();
        server.awaitStream("/events", LIMIT).awaitClosedByClient(LIMIT);
        await().atMost(LIMIT).until(() -> server.openConnections() == 0);
        assertThat(events).hasValue(1);
        assertThat(server.requests()).hasSize(1);
    }

    /** Failure policy 22 and 23. */
    @Test
    @Timeout(120)
    void closesTheSocketWhileAListenerBlocks() throws InterruptedException {
        server.on("GET /events", exchange -> exchange.openEventStream().send("data: a\n\n"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        SseClient client = start(builder(event -> {
            inside.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        inside.await();
        Thread other = new Thread(client::close);
        other.start();
        client.close();
        other.join();
        server.awaitStream("/events", LIMIT).awaitClosedByClient(LIMIT);
        release.countDown();
    }

    /** Failure policy 23. */
    @Test
    void closesWhileItWaitsForTheHeaders() {
        server.on("GET /events", exchange -> {});
        SseClient client = start(builder(recorder));
        ResponseStream silent = server.awaitStream("/events", LIMIT);
        client.close();
        silent.awaitClosedByClient(LIMIT);
        assertThat(recorder.calls).containsExactly("connecting");
    }

    /** Failure policy 18. */
    @Test
    void startsTheBackoffOverOnlyAfterAStreamThatHasLived() {
        AtomicLong now = new AtomicLong();
        AtomicInteger heard = new AtomicInteger();
        server.enqueue("GET /events", Exchange::openEventStream); // without a byte
        server.on("GET /events", exchange -> exchange.openEventStream().send(":\n"));
        SseClient client = start(builder(recorder)
                .backoff(new Backoff(SOON, Duration.ofHours(1)))
                .silenceTimeout(Duration.ofHours(2))
                .onBytes(heard::incrementAndGet) // and at each opening
                .ticker(now::get));
        for (int attempt = 1; attempt <= 3; attempt++) {
            int opened = attempt;
            await().atMost(LIMIT)
                    .until(() -> recorder.calls.stream().filter("open"::equals).count() == opened
                            && heard.get() == 2 * opened - 1);
            now.addAndGet(Duration.ofMillis(attempt == 2 ? 4999 : 5000).toNanos());
            server.awaitStream("/events", LIMIT).close();
            await().atMost(LIMIT).until(() -> recorder.delays.size() == opened);
        }
        client.close();
        assertThat(recorder.delays.get(1)).isBetween(SOON, SOON.multipliedBy(2));
        assertThat(recorder.delays.get(2)).isBetween(SOON.dividedBy(2), SOON);
    }

    /** Failure policy 17. */
    @Test
    void takesAStreamForDeadAfterThreeOfTheHeartbeatsThatTheServerNames() {
        AtomicLong now = new AtomicLong();
        server.on("GET /events", exchange -> exchange.openEventStream("X-Flipswitch-Heartbeat: 60000"));
        SseClient client = start(builder(recorder).ticker(now::get));
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        assertThat(client.heartbeat()).contains(Duration.ofMinutes(1));
    }

    /** Failure policy 25. */
    @Test
    void reconnectsOnceAfterItHasSlept() {
        AtomicLong now = new AtomicLong();
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder).silenceTimeout(Duration.ofMillis(200)).ticker(now::get));
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        now.addAndGet(Duration.ofHours(8).toNanos());
        awaitFailure("silent");
        await().atMost(LIMIT).until(() -> recorder.calls.size() == 5);
        await().during(SOON.multipliedBy(5))
                .atMost(LIMIT)
                .until(() -> server.requests().size() == 2);
        assertThat(recorder.calls).containsExactly("connecting", "open", "lost", "connecting", "open");
    }
}
