package dev.flipswitch.server.broadcast;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.events.FakeSink;
import dev.flipswitch.server.events.WireEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueingBroadcasterTest {

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final List<SseEventSink> closed = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final QueueingBroadcaster broadcaster = broadcaster();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void sendsAllEventsInOrder() {
        FakeSink sink = new FakeSink();
        broadcaster.register(sink);

        List<String> expected = IntStream.range(0, SinkQueue.MOST_EVENTS)
                .peek(i -> broadcaster.broadcast(event(i)))
                .mapToObj(i -> "flag-updated " + i)
                .toList();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(sink.sent()).isEqualTo(expected));
    }

    @Test
    void sendsTheNextEventOnlyWhenTheLastOneIsThrough() {
        CompletableFuture<Void> pending = new CompletableFuture<>();
        FakeSink sink = new FakeSink(event -> pending);
        broadcaster.register(sink);

        broadcaster.broadcast(event(1));
        broadcaster.broadcast(event(2));

        await().atMost(LIMIT).until(() -> sink.sent().size() == 1);
        pending.complete(null);
        await().atMost(LIMIT).until(() -> sink.sent().size() == 2);
    }

    @Test
    void aSinkWhoseSendBlocksHoldsUpNoOther() {
        CountDownLatch release = new CountDownLatch(1);
        FakeSink blocking = new FakeSink(event -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedStage(null);
        });
        FakeSink healthy = new FakeSink();
        broadcaster.register(blocking);
        broadcaster.register(healthy);

        IntStream.range(0, SinkQueue.MOST_EVENTS).forEach(i -> broadcaster.broadcast(event(i)));

        await().atMost(LIMIT).until(() -> healthy.sent().size() == SinkQueue.MOST_EVENTS);
        await().atMost(LIMIT).until(() -> !blocking.sent().isEmpty());
        assertThat(blocking.sent()).hasSize(1);
        release.countDown();
        await().atMost(LIMIT).until(() -> blocking.sent().size() == SinkQueue.MOST_EVENTS);
    }

    @Test
    void collapsesWhatASlowSinkHasMissedIntoOneEventWithTheNewestId() {
        CompletableFuture<Void> pending = new CompletableFuture<>();
        FakeSink sink = new FakeSink(event -> pending);
        broadcaster.register(sink);
        broadcaster.broadcast(event(0));
        await().atMost(LIMIT).until(() -> sink.sent().size() == 1);

        IntStream.rangeClosed(1, SinkQueue.MOST_EVENTS + 3).forEach(i -> broadcaster.broadcast(event(i)));
        pending.complete(null);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(sink.sent())
                .containsExactly("flag-updated 0", "config-updated 65", "flag-updated 66", "flag-updated 67"));
    }

    @Test
    void sendsTheGreetingBeforeWhatHappensMeanwhile() {
        FakeSink sink = new FakeSink();

        broadcaster.register(
                sink,
                () -> {
                    broadcaster.broadcast(event(7));
                    return new InitialEvents(
                            List.of(
                                    new EncodedEvent(WireEvent.HEARTBEAT),
                                    new EncodedEvent(WireEvent.catchUp("6", "changes-missed", Instant.EPOCH))),
                            6);
                },
                () -> {});

        await().atMost(LIMIT).untilAsserted(() -> assertThat(sink.sent())
                .containsExactly("heartbeat null", "config-updated 6", "flag-updated 7"));
    }

    @Test
    void forgetsASinkWhoseStageFails() {
        FakeSink sink = new FakeSink(event -> CompletableFuture.failedStage(new IllegalStateException("gone")));
        broadcaster.register(sink);

        broadcaster.broadcast(event(1));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(closed).containsExactly(sink));
        assertThat(errors).singleElement().satisfies(e -> assertThat(e).hasMessage("gone"));
        assertThat(sink.isClosed()).isTrue();
        assertThat(broadcaster.size()).isZero();
    }

    @Test
    void forgetsASinkWhoseSendThrows() {
        FakeSink sink = new FakeSink(event -> {
            throw new IllegalStateException("gone");
        });
        broadcaster.register(sink);

        broadcaster.broadcast(event(1));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(closed).containsExactly(sink));
        assertThat(errors).hasSize(1);
        assertThat(broadcaster.size()).isZero();
    }

    @Test
    void forgetsASinkThatIsClosedWithoutSendingToIt() {
        FakeSink sink = new FakeSink();
        broadcaster.register(sink);
        sink.close();

        broadcaster.broadcast(event(1));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(closed).containsExactly(sink));
        assertThat(sink.sent()).isEmpty();
        assertThat(errors).isEmpty();
        assertThat(broadcaster.size()).isZero();
    }

    @Test
    void forgetsASinkThatIsStuckWithAnEvent() {
        FakeSink stuck = new FakeSink(event -> new CompletableFuture<>());
        FakeSink healthy = new FakeSink();
        broadcaster.register(stuck);
        broadcaster.register(healthy);
        broadcaster.broadcast(event(1));
        await().atMost(LIMIT)
                .until(() -> !stuck.sent().isEmpty() && !healthy.sent().isEmpty());

        await().atMost(LIMIT).until(() -> {
            broadcaster.tick(new EncodedEvent(WireEvent.HEARTBEAT), 0, 1, System.nanoTime());
            return broadcaster.size() == 1;
        });

        await().atMost(LIMIT).untilAsserted(() -> assertThat(closed).containsExactly(stuck));
        broadcaster.broadcast(event(2));
        await().atMost(LIMIT).until(() -> healthy.sent().contains("flag-updated 2"));
        assertThat(stuck.sent()).containsExactly("flag-updated 1");
    }

    @Test
    void closesASinkWhoseSendBlocksWhenItsThreadIsBack() {
        CountDownLatch release = new CountDownLatch(1);
        FakeSink blocking = new FakeSink(event -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedStage(null);
        });
        broadcaster.register(blocking);
        broadcaster.broadcast(event(1));
        await().atMost(LIMIT).until(() -> !blocking.sent().isEmpty());

        broadcaster.tick(new EncodedEvent(WireEvent.HEARTBEAT), 0, 1, System.nanoTime());

        assertThat(broadcaster.size()).isZero();
        assertThat(blocking.isClosed()).isFalse();
        release.countDown();
        await().atMost(LIMIT).until(blocking::isClosed);
    }

    @Test
    void collapsesWhatIsTooLong() {
        FakeSink sink = new FakeSink(event -> new CompletableFuture<>());
        List<EncodedEvent> through = new CopyOnWriteArrayList<>();
        broadcaster.register(sink);
        broadcaster.broadcast(event(0));
        await().atMost(LIMIT).until(() -> sink.sent().size() == 1);
        String halfOfAQueue = "x".repeat(SinkQueue.MOST_BYTES / 2);

        for (int i = 1; i <= 2; i++) {
            broadcaster.broadcast(
                    new EncodedEvent(new WireEvent("flag-updated", Integer.toString(i), halfOfAQueue), through::add));
        }

        assertThat(through).as("the first of them waits no more").hasSize(2);
    }

    @Test
    void spreadsHeartbeatsOverTheirTurns() {
        List<FakeSink> sinks =
                IntStream.range(0, 10).mapToObj(i -> new FakeSink()).toList();
        sinks.forEach(broadcaster::register);
        sinks.forEach(sink -> broadcaster.broadcast(event(1)));
        await().atMost(LIMIT)
                .until(() -> sinks.stream().allMatch(sink -> sink.sent().size() == 10));

        for (int turn = 0; turn < 5; turn++) {
            long expected = 2L * (turn + 1);
            int now = turn;
            await().atMost(LIMIT).until(() -> {
                broadcaster.tick(new EncodedEvent(WireEvent.HEARTBEAT), now, 5, System.nanoTime() - Long.MAX_VALUE / 2);
                return beaten(sinks) == expected;
            });
        }
    }

    private static long beaten(List<FakeSink> sinks) {
        return sinks.stream()
                .filter(sink -> sink.sent().contains("heartbeat null"))
                .count();
    }

    @Test
    void closesItsSinksAndTakesNoMore() {
        FakeSink sink = new FakeSink();
        broadcaster.register(sink);

        broadcaster.close();

        await().atMost(LIMIT).until(sink::isClosed);
        assertThatThrownBy(() -> broadcaster.register(new FakeSink())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> broadcaster.broadcast(event(1))).isInstanceOf(IllegalStateException.class);
        assertThat(broadcaster.size()).isZero();
    }

    @Test
    void leavesItsSinksOpenIfAskedTo() {
        FakeSink sink = new FakeSink();
        broadcaster.register(sink);

        broadcaster.close(false);

        assertThat(sink.isClosed()).isFalse();
        assertThat(broadcaster.size()).isZero();
    }

    private QueueingBroadcaster broadcaster() {
        QueueingBroadcaster created = new QueueingBroadcaster(
                executor,
                newest -> WireEvent.catchUp(newest.getId(), "events-collapsed", Instant.EPOCH),
                QueueingBroadcaster.Observer.NONE);
        created.onClose(closed::add);
        created.onError((sink, error) -> errors.add(error));
        return created;
    }

    private static WireEvent event(int id) {
        return new WireEvent("flag-updated", Integer.toString(id), "{}");
    }
}
