package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.ResponseStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that block, throw and close, on the client's own threads and on others. */
class SseClientListenersTest extends SseClientFixture {
    private static final int EVENTS = 1_000;

    private final CountDownLatch release = new CountDownLatch(1);

    /** Waits within its first event until the test lets it go. */
    private final class Blocked extends Recorder {
        final CountDownLatch inside = new CountDownLatch(1);

        @Override
        public void onEvent(SseEvent event) {
            super.onEvent(event);
            inside.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @BeforeEach
    void serveStreams() {
        server.on("GET /events", Exchange::openEventStream);
    }

    @AfterEach
    void letGo() {
        release.countDown();
    }

    private SseClientBuilder builderWithThreads(SseListener listener) {
        return SseClient.builder(server.uri("/events"), http, loop, listener).backoff(new Backoff(SOON, SOON));
    }

    private void send(ResponseStream stream, int from, int to) {
        StringBuilder text = new StringBuilder();
        IntStream.range(from, to).forEach(i -> text.append("data: ").append(i).append("\n\n"));
        stream.send(text.toString());
    }

    /** Failure policy 22. */
    @Test
    @Timeout(120)
    void oneThatBlocksHoldsUpNeitherTheReadingNorTheOthers() throws InterruptedException {
        Blocked blocked = new Blocked();
        start(builderWithThreads(blocked).listener(recorder));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        send(stream, 0, 1);
        blocked.inside.await();
        send(stream, 1, EVENTS);
        await().atMost(LIMIT).until(() -> recorder.events.size() == EVENTS);
        assertThat(recorder.failures).isEmpty();
        assertThat(blocked.events).hasSize(1);
        release.countDown();
        await().atMost(LIMIT).until(() -> blocked.events.size() == EVENTS);
        assertThat(blocked.events).isEqualTo(recorder.events);
        assertThat(blocked.calls).containsExactly("connecting", "open");
    }

    /** Failure policy 27. */
    @Test
    @Timeout(120)
    void oneThatIsFarBehindIsToldThatEventsWereDropped() throws InterruptedException {
        Blocked blocked = new Blocked();
        start(builderWithThreads(blocked).listener(recorder));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        send(stream, 0, 1);
        blocked.inside.await();
        for (int sent = 1; sent < 5 * EVENTS; sent += EVENTS) { // at a pace that the other one keeps
            int all = sent + EVENTS;
            send(stream, sent, all);
            await().atMost(LIMIT).until(() -> recorder.events.size() == all);
        }
        release.countDown();
        SseEvent last = recorder.events.get(recorder.events.size() - 1);
        await().atMost(LIMIT).until(() -> blocked.events.contains(last));
        assertThat(blocked.calls).containsExactly("connecting", "open", "dropped");
        assertThat(blocked.events).hasSizeLessThanOrEqualTo(1 + ListenerDispatcher.MOST_WAITING);
        assertThat(recorder.calls).containsExactly("connecting", "open");
    }

    /** Failure policy 27. */
    @Test
    @Timeout(120)
    void oneThatMayFallFurtherBehindLosesNothing() throws InterruptedException {
        int events = 5 * ListenerDispatcher.MOST_WAITING;
        Blocked blocked = new Blocked();
        start(builderWithThreads(blocked).mostWaiting(2 * events).listener(recorder));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        send(stream, 0, 1);
        blocked.inside.await();
        send(stream, 1, events);
        await().atMost(LIMIT).until(() -> recorder.events.size() == events);
        release.countDown();
        await().atMost(LIMIT).until(() -> blocked.events.size() == events);
        assertThat(blocked.calls).containsExactly("connecting", "open");
    }

    /** Failure policy 28 and 61. */
    @Test
    void isToldOnceTheExecutorTakesWorkAgainWhateverItHasThrown() {
        AtomicInteger asked = new AtomicInteger();
        start(builderWithThreads(recorder).listenerExecutor(task -> {
            switch (asked.getAndIncrement()) {
                case 0 -> throw new RejectedExecutionException("full");
                case 1 -> throw new NoClassDefFoundError("as while an application is undeployed");
                default -> task.run();
            }
        }));
        send(server.awaitStream("/events", LIMIT), 0, 3);
        await().atMost(LIMIT).until(() -> recorder.events.size() == 3);
        assertThat(recorder.calls).containsExactly("connecting", "open");
    }

    /** Failure policy 22. */
    @Test
    void oneThatThrowsHurtsNeitherItselfNorTheOthers() {
        Recorder throwing = new Recorder() {
            @Override
            public void onOpen() {
                super.onOpen();
                throw new NoClassDefFoundError("as while an application is undeployed");
            }

            @Override
            public void onEvent(SseEvent event) {
                super.onEvent(event);
                throw new IllegalStateException("as the test demands");
            }
        };
        start(builderWithThreads(throwing).listener(recorder));
        send(server.awaitStream("/events", LIMIT), 0, 3);
        await().atMost(LIMIT).until(() -> recorder.events.size() == 3 && throwing.events.size() == 3);
        assertThat(recorder.failures).isEmpty();
    }

    /** Failure policy 23. */
    @Test
    void oneThatClosesTheClientIsToldNothingAfterIt() {
        CompletableFuture<SseClient> client = new CompletableFuture<>();
        Recorder closing = new Recorder() {
            @Override
            public void onEvent(SseEvent event) {
                super.onEvent(event);
                client.join().close();
            }
        };
        client.complete(start(builderWithThreads(closing)));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        send(stream, 0, 3);
        stream.awaitClosedByClient(LIMIT);
        await().during(SOON.multipliedBy(3)).atMost(LIMIT).until(() -> closing.events.size() == 1);
        assertThat(closing.calls).containsExactly("connecting", "open");
    }

    @Test
    void areCalledWhereTheBuilderWasToldTo() {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "the caller's own"));
        List<String> threads = new CopyOnWriteArrayList<>();
        start(builderWithThreads(event -> threads.add(Thread.currentThread().getName()))
                .listenerExecutor(executor));
        send(server.awaitStream("/events", LIMIT), 0, 3);
        await().atMost(LIMIT).until(() -> threads.size() == 3);
        executor.shutdown();
        assertThat(threads).containsOnly("the caller's own");
    }

    /** Failure policy 28. */
    @Test
    void anExecutorThatRefusesDoesNotHurtTheReading() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        SseClient client = start(builderWithThreads(recorder).listenerExecutor(executor));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        send(stream, 0, EVENTS);
        stream.close();
        server.awaitStream("/events", LIMIT); // it has read to the end, and connected again
        client.close();
        assertThat(recorder.calls).isEmpty();
    }
}
