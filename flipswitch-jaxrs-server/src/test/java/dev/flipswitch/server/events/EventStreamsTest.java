package dev.flipswitch.server.events;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.broadcast.StreamLimits;
import dev.flipswitch.server.broadcast.StreamPermit;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.ChangeHistory;
import dev.flipswitch.server.flags.Environment;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamsTest {

    private static final Environment HERE = new Environment(1, "default", "development", "Development");
    private static final Environment ELSEWHERE = new Environment(2, "default", "production", "Production");
    private static final Instant NOW = Instant.parse("2024-01-21T10:30:45.120Z");

    private final EventStreams streams = new EventStreams(
            new EventStreams.Timing(Duration.ofMillis(50), LIMIT),
            StreamLimits.NONE,
            InstantSource.fixed(NOW),
            StreamObserver.NONE);
    private final FakeSink sink = new FakeSink();

    @AfterEach
    void close() {
        streams.close();
    }

    @Test
    void givesTheSeatBackWhereAStreamCantBegin() {
        AtomicInteger givenBack = new AtomicInteger();
        ChangeHistory broken = new ChangeHistory() {
            @Override
            public long lastEventId() {
                throw new IllegalStateException("as the test wants");
            }

            @Override
            public Optional<List<Change>> changes(long after, long upTo, int most) {
                return Optional.empty();
            }
        };
        Subscription subscription = new Subscription(
                HERE, StreamProtocol.OFREP, StreamClient.of(null), new StreamPermit(givenBack::incrementAndGet), "5");

        assertThatThrownBy(() -> streams.open(subscription, sink, broken)).isInstanceOf(IllegalStateException.class);

        assertThat(givenBack).hasValue(1);
        assertThat(streams.connections()).isEmpty();
        assertThat(streams.count(HERE)).isZero();
        await().atMost(LIMIT).until(sink::isClosed);
    }

    /** Requests under way when the server stops end as they would have. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsNobodyOfChangesAndEndsStreamsAtOnceWhenItIsClosed(boolean used) {
        if (used) {
            open(StreamProtocol.FLIPSWITCH, new FakeSink(), null, history(5));
        }
        streams.close();

        streams.changed(HERE, List.of(new Change.FlagUpdated(6, "dark-mode", NOW)));
        open(StreamProtocol.FLIPSWITCH, sink, null, history(6));

        assertThat(streams.count(HERE)).isZero();
        assertThat(streams.connections()).isEmpty();
        assertThat(sink.sent()).isEmpty();
    }

    @Test
    void beginsWithAHeartbeatAndGoesOnWithThem() {
        open(StreamProtocol.FLIPSWITCH, sink, null, history(5));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(sink.sent())
                .startsWith("heartbeat null", "heartbeat null", "heartbeat null"));
    }

    @Test
    void sendsTheChangesOfItsEnvironmentOnly() {
        open(StreamProtocol.FLIPSWITCH, sink, null, history(5));

        streams.changed(ELSEWHERE, List.of(new Change.FlagUpdated(9, "dark-mode", NOW)));
        streams.changed(
                HERE,
                List.of(new Change.FlagUpdated(6, "dark-mode", NOW), new Change.ConfigUpdated(7, "restored", NOW)));

        await().atMost(LIMIT).until(() -> sink.sent().contains("config-updated 7"));
        assertThat(sink.sent())
                .filteredOn(event -> !event.startsWith("heartbeat"))
                .containsExactly("flag-updated 6", "config-updated 7");
    }

    @Test
    void tellsAClientThatMissedChangesToRefreshEverything() {
        open(StreamProtocol.FLIPSWITCH, sink, "4", history(5));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sink.sent()).startsWith("heartbeat null", "config-updated 5"));
    }

    @Test
    void tellsAClientThatMissedNothingNothing() {
        open(StreamProtocol.FLIPSWITCH, sink, "5", history(5));

        await().atMost(LIMIT).until(() -> sink.sent().size() > 2);
        assertThat(sink.sent()).allMatch("heartbeat null"::equals);
    }

    /** OFREP ADR 0008: clients that reopen a stream fetch only when they are told to. */
    @Test
    void tellsAnOfrepClientToFetchUnlessItSawTheLastChange() {
        FakeSink upToDate = new FakeSink();
        open(StreamProtocol.OFREP, sink, null, history(5));
        open(StreamProtocol.OFREP, upToDate, "5", history(5));

        streams.changed(HERE, List.of(new Change.FlagUpdated(6, "dark-mode", NOW)));

        await().atMost(LIMIT)
                .until(() ->
                        sink.sent().contains("message 6") && upToDate.sent().contains("message 6"));
        assertThat(sink.sent()).startsWith("heartbeat null", "message 5");
        assertThat(upToDate.sent()).doesNotContain("message 5");
    }

    @Test
    void asksForTheLastChangeAfterTheStreamIsRegisteredSoThatNoneGetsLost() {
        open(StreamProtocol.FLIPSWITCH, sink, "5", new FakeHistory(5, List.of()) {
            @Override
            public long lastEventId() {
                streams.changed(HERE, List.of(new Change.FlagUpdated(6, "dark-mode", NOW)));
                return 5;
            }
        });

        await().atMost(LIMIT).until(() -> sink.sent().contains("flag-updated 6"));
    }

    @Test
    void replaysWhatWasMissedInOrderAndOnce() {
        open(StreamProtocol.FLIPSWITCH, sink, "3", new FakeHistory(6, List.of(4L, 5L, 6L)) {
            @Override
            public Optional<List<Change>> changes(long after, long upTo, int most) {
                streams.changed(HERE, List.of(flag(6), flag(7)));
                return super.changes(after, upTo, most);
            }
        });

        await().atMost(LIMIT).until(() -> sink.sent().contains("flag-updated 7"));
        assertThat(sink.sent())
                .filteredOn(event -> !event.startsWith("heartbeat"))
                .containsExactly("flag-updated 4", "flag-updated 5", "flag-updated 6", "flag-updated 7");
    }

    /** Who tells of a change may come to a stream that was opened after the change could be seen. */
    @Test
    void tellsNoChangeAgainThatTheGreetingCovered() {
        open(StreamProtocol.FLIPSWITCH, sink, "5", new FakeHistory(6, List.of(6L)));
        await().atMost(LIMIT).until(() -> sink.sent().contains("flag-updated 6"));

        streams.changed(HERE, List.of(flag(6), flag(7)));

        await().atMost(LIMIT).until(() -> sink.sent().contains("flag-updated 7"));
        assertThat(sink.sent()).containsOnlyOnce("flag-updated 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "9", "-1", "x", "", "99999999999999999999"})
    void standsInOneEventForWhatCantBeReplayed(String lastSeen) {
        open(StreamProtocol.FLIPSWITCH, sink, lastSeen, new FakeHistory(6, List.of(4L, 5L, 6L)));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sink.sent()).startsWith("heartbeat null", "config-updated 6"));
        assertThat(sink.sent()).noneMatch(event -> event.startsWith("flag-updated"));
    }

    @Test
    void standsInOneEventForMoreThanAQueueHolds() {
        List<Long> many = LongStream.rangeClosed(1, 65).boxed().toList();
        open(StreamProtocol.FLIPSWITCH, sink, "0", new FakeHistory(65, many));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sink.sent()).startsWith("heartbeat null", "config-updated 65"));
    }

    @Test
    void standsInOneEventForWhatAFailingStoreCantTell() {
        open(StreamProtocol.FLIPSWITCH, sink, "5", new FakeHistory(6, List.of()) {
            @Override
            public Optional<List<Change>> changes(long after, long upTo, int most) {
                throw new IllegalStateException("broken");
            }
        });

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sink.sent()).startsWith("heartbeat null", "config-updated 6"));
    }

    @Test
    void findsByHeartbeatsThatAClientIsGone() {
        open(StreamProtocol.FLIPSWITCH, sink, null, history(5));
        await().atMost(LIMIT).until(() -> streams.count(HERE) == 1);

        sink.close();

        await().atMost(LIMIT).until(() -> streams.count(HERE) == 0);
    }

    /** As on Open Liberty. */
    @Test
    void refusesStreamsWhileTooManySendersAreStuckInOthers() {
        CountDownLatch containerGivesUp = new CountDownLatch(1);
        try (EventStreams impatient = new EventStreams(
                new EventStreams.Timing(Duration.ofMillis(10), Duration.ofMillis(50)),
                StreamLimits.NONE,
                InstantSource.fixed(NOW),
                StreamObserver.NONE)) {
            for (int i = 0; i < EventStreams.MOST_STUCK_SENDERS; i++) {
                impatient.open(subscription(StreamProtocol.FLIPSWITCH, null), blocking(containerGivesUp), history(5));
            }
            await().atMost(LIMIT).until(() -> impatient.admit(HERE, "192.0.2.1").isEmpty());
            await("they are given up")
                    .atMost(LIMIT)
                    .until(() -> impatient.connections().isEmpty());

            containerGivesUp.countDown();
            await().atMost(LIMIT).until(() -> impatient.admit(HERE, "192.0.2.1").isPresent());
        } finally {
            containerGivesUp.countDown();
        }
    }

    /** Heeds no interrupt. */
    private static FakeSink blocking(CountDownLatch containerGivesUp) {
        return new FakeSink(event -> {
            while (containerGivesUp.getCount() > 0) {
                try {
                    containerGivesUp.await();
                } catch (InterruptedException e) {
                    // the container goes on
                }
            }
            return CompletableFuture.completedStage(null);
        });
    }

    @Test
    void writesEventsAsTheProtocolHasThem() {
        assertThat(WireEvent.of(new Change.FlagUpdated(1, "my-feature", NOW)).data())
                .isEqualTo("{\"flagKey\":\"my-feature\",\"timestamp\":\"2024-01-21T10:30:45.120Z\"}");
        assertThat(WireEvent.of(new Change.ConfigUpdated(1, "segment-modified", NOW))
                        .data())
                .isEqualTo("{\"reason\":\"segment-modified\",\"timestamp\":\"2024-01-21T10:30:45.120Z\"}");
    }

    @Test
    void writesEventsAsOfrepHasThem() {
        assertThat(WireEvent.refetch("7", NOW).data())
                .isEqualTo("{\"type\":\"refetchEvaluation\",\"etag\":\"7-1705833045120\",\"lastModified\":1705833045}");
    }

    @Test
    void endsItsThreadsAndClosesItsStreams() {
        open(StreamProtocol.FLIPSWITCH, sink, null, history(5));
        await().atMost(LIMIT).until(() -> !sink.sent().isEmpty());

        streams.close();

        assertThat(sink.isClosed()).isTrue();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("flipswitch-sender-") || name.startsWith("flipswitch-heartbeat-")));
    }

    private void open(StreamProtocol protocol, SseEventSink to, @Nullable String lastSeen, ChangeHistory history) {
        streams.open(subscription(protocol, lastSeen), to, history);
    }

    private static Subscription subscription(StreamProtocol protocol, @Nullable String lastSeen) {
        return new Subscription(HERE, protocol, StreamClient.UNKNOWN, StreamPermit.uncounted(), lastSeen);
    }

    private static Change flag(long id) {
        return new Change.FlagUpdated(id, "dark-mode", NOW);
    }

    private static ChangeHistory history(long last) {
        return new FakeHistory(last, List.of());
    }

    /** Remembers the changes with these ids. */
    private static class FakeHistory implements ChangeHistory {

        private final long last;
        private final List<Long> remembered;

        FakeHistory(long last, List<Long> remembered) {
            this.last = last;
            this.remembered = remembered;
        }

        @Override
        public long lastEventId() {
            return last;
        }

        @Override
        public Optional<List<Change>> changes(long after, long upTo, int most) {
            List<Change> changes = remembered.stream()
                    .filter(id -> id > after && id <= upTo)
                    .map(EventStreamsTest::flag)
                    .toList();
            return changes.size() == upTo - after && changes.size() <= most ? Optional.of(changes) : Optional.empty();
        }
    }
}
