package dev.flipswitch.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamsTest {

    private static final Environment HERE = new Environment(1, "default", "development", "Development");
    private static final Environment ELSEWHERE = new Environment(2, "default", "production", "Production");
    private static final Instant NOW = Instant.parse("2024-01-21T10:30:45.120Z");

    private final EventStreams streams = new EventStreams(Duration.ofMillis(50), InstantSource.fixed(NOW));
    private final FakeSink sink = new FakeSink();

    @AfterEach
    void close() {
        streams.close();
    }

    @Test
    void beginsWithAHeartbeatAndGoesOnWithThem() {
        streams.open(HERE, Dialect.FLIPSWITCH, sink, Optional.empty(), () -> 5);

        await().untilAsserted(
                        () -> assertThat(sink.sent()).startsWith("heartbeat null", "heartbeat null", "heartbeat null"));
    }

    @Test
    void sendsTheChangesOfItsEnvironmentOnly() {
        streams.open(HERE, Dialect.FLIPSWITCH, sink, Optional.empty(), () -> 5);

        streams.changed(ELSEWHERE, List.of(new Change.FlagUpdated(9, "dark-mode", NOW)));
        streams.changed(
                HERE,
                List.of(new Change.FlagUpdated(6, "dark-mode", NOW), new Change.ConfigUpdated(7, "restored", NOW)));

        await().until(() -> sink.sent().contains("config-updated 7"));
        assertThat(sink.sent())
                .filteredOn(event -> !event.startsWith("heartbeat"))
                .containsExactly("flag-updated 6", "config-updated 7");
    }

    @Test
    void tellsAClientThatMissedChangesToRefreshEverything() {
        streams.open(HERE, Dialect.FLIPSWITCH, sink, Optional.of("4"), () -> 5);

        await().untilAsserted(() -> assertThat(sink.sent()).startsWith("heartbeat null", "config-updated 5"));
    }

    @Test
    void tellsAClientThatMissedNothingNothing() {
        streams.open(HERE, Dialect.FLIPSWITCH, sink, Optional.of("5"), () -> 5);

        await().until(() -> sink.sent().size() > 2);
        assertThat(sink.sent()).allMatch("heartbeat null"::equals);
    }

    /** OFREP ADR 0008: clients that reopen a stream fetch only when they are told to. */
    @Test
    void tellsAnOfrepClientToFetchUnlessItSawTheLastChange() {
        FakeSink upToDate = new FakeSink();
        streams.open(HERE, Dialect.OFREP, sink, Optional.empty(), () -> 5);
        streams.open(HERE, Dialect.OFREP, upToDate, Optional.of("5"), () -> 5);

        streams.changed(HERE, List.of(new Change.FlagUpdated(6, "dark-mode", NOW)));

        await().until(() -> sink.sent().contains("message 6") && upToDate.sent().contains("message 6"));
        assertThat(sink.sent()).startsWith("heartbeat null", "message 5");
        assertThat(upToDate.sent()).doesNotContain("message 5");
    }

    @Test
    void asksForTheLastChangeAfterTheStreamIsRegisteredSoThatNoneGetsLost() {
        AtomicLong current = new AtomicLong(5);
        streams.open(HERE, Dialect.FLIPSWITCH, sink, Optional.of("5"), () -> {
            long last = current.get();
            streams.changed(HERE, List.of(new Change.FlagUpdated(6, "dark-mode", NOW)));
            return last;
        });

        await().until(() -> sink.sent().contains("flag-updated 6"));
    }

    @Test
    void findsByHeartbeatsThatAClientIsGone() {
        streams.open(HERE, Dialect.FLIPSWITCH, sink, Optional.empty(), () -> 5);
        await().until(() -> streams.count(HERE) == 1);

        sink.close();

        await().until(() -> streams.count(HERE) == 0);
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
        streams.open(HERE, Dialect.FLIPSWITCH, sink, Optional.empty(), () -> 5);
        await().until(() -> !sink.sent().isEmpty());

        streams.close();

        assertThat(sink.isClosed()).isTrue();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("flipswitch-sender-") || name.startsWith("flipswitch-heartbeat-")));
    }
}
