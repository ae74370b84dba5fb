package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.Handler;
import dev.flipswitch.fixtures.ResponseStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What remains of closed clients, and what many open ones cost. Failure policy 23, 32 and 33. */
class SseClientCloseTest extends SseClientFixture {
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
    private static final int CLIENTS = 100;

    private final CountDownLatch release = new CountDownLatch(1);

    /** What a client can be at when it is closed. */
    enum At {
        NOTHING,
        WAITING_FOR_HEADERS,
        READING,
        IN_BACKOFF,
        IN_A_LISTENER,
        STOPPED,
        REFUSED
    }

    private Answering answering(At state) {
        return switch (state) {
            case NOTHING, WAITING_FOR_HEADERS ->
                new Answering(exchange -> {}, () -> !server.requests().isEmpty());
            case READING -> new Answering(Exchange::openEventStream, () -> recorder.calls.contains("open"));
            case IN_BACKOFF ->
                new Answering(exchange -> exchange.respond(500, ""), () -> recorder.calls.contains("failed"));
            case IN_A_LISTENER ->
                new Answering(
                        exchange -> exchange.openEventStream().send("data: block\n\n"),
                        () -> !recorder.events.isEmpty());
            case STOPPED ->
                new Answering(exchange -> exchange.respond(204, ""), () -> recorder.calls.contains("stopped"));
            case REFUSED ->
                new Answering(exchange -> exchange.respond(401, ""), () -> recorder.calls.contains("failed"));
        };
    }

    private record Answering(Handler handler, BooleanSupplier reached) {}

    private final class Blocking extends Recorder {
        @Override
        public void onEvent(SseEvent event) {
            recorder.events.add(event);
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Failure policy 23. */
    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void closesAtOnceFromTwoThreadsAndLeavesNothing(At state) {
        Answering answering = answering(state);
        server.on("GET /events", answering.handler());
        SseClient client = SseClient.builder(server.uri("/events"), http, loop, recorder)
                .listener(new Blocking())
                .headers(() -> Map.of("X-API-Key", "key"))
                .backoff(LONG)
                .build();
        if (state != At.NOTHING) {
            client.start();
            await().atMost(LIMIT).until(answering.reached()::getAsBoolean);
        }
        int requests = server.requests().size();
        assertThat(CompletableFuture.allOf(
                        CompletableFuture.runAsync(client::close), CompletableFuture.runAsync(client::close)))
                .succeedsWithin(LIMIT);
        client.start();
        client.reconnect();
        await().atMost(LIMIT).until(() -> loop.getQueue().isEmpty() && loop.getActiveCount() == 0);
        await().atMost(LIMIT).until(() -> server.openConnections() == 0);
        release.countDown();
        await().atMost(LIMIT).until(() -> threads("flipswitch-sse") == 0);
        assertThat(server.requests()).hasSize(requests);
    }

    /** Failure policy 32. */
    @Test
    void releasesTheSocketWhenItsLoopIsShutDown() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        loop.shutdownNow();
        stream.send("data: a\n\n"); // with which it finds out
        stream.awaitClosedByClient(LIMIT);
        assertThat(recorder.events).isEmpty();
    }

    /** Failure policy 32. */
    @Test
    void neverLetsTheRefusalOfALoopThatIsShutDownEscape() {
        List<Throwable> escaped = new ArrayList<>();
        server.on("GET /events", exchange -> exchange.openEventStream().send("data: a\n\n"));
        SseClient client = start(builder(event -> loop.shutdown()).silenceTimeout(SOON));
        await().atMost(LIMIT).until(loop::isTerminated);
        try {
            client.reconnect();
            client.close();
        } catch (RuntimeException e) {
            escaped.add(e);
        }
        await().atMost(LIMIT).until(() -> server.openConnections() == 0);
        assertThat(escaped).isEmpty();
    }

    /** Failure policy 33. */
    @Test
    @Timeout(120)
    void aHundredOfThemShareTheirThreads() {
        ExecutorService workers = Executors.newFixedThreadPool(2, task -> new Thread(task, "shared-http"));
        ExecutorService listeners = Executors.newFixedThreadPool(2, task -> new Thread(task, "shared-listeners"));
        HttpClient shared = HttpClient.newBuilder().executor(workers).build();
        server.on("GET /events", Exchange::openEventStream);
        URI uri = server.uri("/events");
        long before = threadsOfClients();
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Recorder own = new Recorder();
            recorders.add(own);
            start(SseClient.builder(uri, shared, loop, own).listenerExecutor(listeners));
        }
        IntStream.range(0, CLIENTS)
                .mapToObj(i -> server.awaitStream("/events", LIMIT))
                .toList()
                .forEach(stream -> stream.send("data: a\n\ndata: b\n\n"));
        await().atMost(LIMIT).until(() -> recorders.stream().allMatch(one -> one.events.size() == 2));
        // two for HTTP, its selector, the loop, two for listeners, and those with which the JDK completes futures
        assertThat(threadsOfClients() - before).isLessThanOrEqualTo(2 + 1 + 1 + 2 + 4);
        clients.forEach(SseClient::close);
        await().atMost(LIMIT).until(() -> server.openConnections() == 0);
        await().atMost(LIMIT).until(() -> loop.getQueue().isEmpty());
        workers.shutdown();
        listeners.shutdown();
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /** All threads but those of the test's server. */
    private static long threadsOfClients() {
        return Thread.getAllStackTraces().size() - threads("faulty-server");
    }
}
