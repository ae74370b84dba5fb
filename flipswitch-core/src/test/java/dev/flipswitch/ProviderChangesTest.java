package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.sse.SseStatus;
import dev.flipswitch.update.FlagKeySet;
import dev.openfeature.sdk.ProviderState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of what changed. OpenFeature specification, section 5, events. */
class ProviderChangesTest extends ProviderFixture {
    private static final String CONFIG_UPDATED = "event: config-updated\ndata: {}\n\n";

    private final List<FlagChange> changes = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<List<String>> openFeature = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        provider.addFlagChangeListener(changes::add);
        provider.addFlagChangeListener(change -> keys.add(change.key()));
        client.onProviderConfigurationChanged(event -> openFeature.add(event.getFlagsChanged()));
    }

    private void setVersion(String key, int version) {
        server.answer(
                key,
                200,
                "{\"key\":\"" + key + "\",\"value\":true,\"reason\":\"STATIC\",\"metadata\":{\"version\":" + version
                        + "}}");
    }

    private static String flag(String key, int value) {
        return "{\"key\":\"" + key + "\",\"value\":" + value + "}";
    }

    private long bulkRequests() {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(EVALUATION))
                .count();
    }

    private void loseTheStream() {
        server.breakStreams();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
    }

    private void awaitItBack() {
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
    }

    @Test
    void namesTheFlagsWhoseVersionIsAnother() {
        setVersion("same", 1);
        setVersion("targeting", 1);
        connect();
        setVersion("targeting", 2); // in this context its value is the same
        server.send(CONFIG_UPDATED);
        await().atMost(LIMIT).until(() -> !openFeature.isEmpty());
        await().atMost(LIMIT).until(() -> !keys.isEmpty());
        assertThat(keys).containsExactly("targeting");
        assertThat(openFeature).containsExactly(List.of("targeting"));
    }

    @Test
    void namesTheFlagsThatAreAnotherNewOrGoneWhereTheServerGivesNoVersion() {
        server.set("same", "1");
        server.set("other", "1");
        connect();
        server.set("other", "2");
        server.set("new", "1");
        server.send(CONFIG_UPDATED);
        await().atMost(LIMIT).until(() -> !openFeature.isEmpty());
        assertThat(openFeature).containsExactly(List.of("new", "other"));
        await().atMost(LIMIT).until(() -> keys.size() == 2);
        assertThat(keys).containsExactly("new", "other");
    }

    /** Failure policy 46. */
    @Test
    void saysThatAnyFlagMayHaveChangedWhereTheServerCannotSay() {
        connect();
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(500, "{}"));
        server.send(CONFIG_UPDATED);
        await().atMost(LIMIT).until(() -> !openFeature.isEmpty());
        assertThat(openFeature).as("which it is told at each question").containsOnly(List.of());
        assertThat(changes).isEmpty();
    }

    @Test
    void saysThatAnyFlagMayHaveChangedWhereNoneIsSeenTo() {
        server.set("same", "1");
        connect();
        server.send(CONFIG_UPDATED); // of a segment, perhaps, that this context is not in
        await().atMost(LIMIT).until(() -> !openFeature.isEmpty());
        assertThat(openFeature).containsExactly(List.of());
        server.change("end", "1");
        await().atMost(LIMIT).until(() -> keys.contains("end"));
        assertThat(keys).as("listeners hear of flags alone").containsExactly("end");
    }

    /** Failure policy 46. */
    @Test
    void tellsOnceAfterAReconnectWhatItMissed() {
        server.set("same", "1");
        server.set("a", "1");
        server.set("b", "1");
        connect();
        server.awaitClient(LIMIT);
        server.http().on("GET " + EVENTS, exchange -> exchange.openEventStream() // and tells what it has kept
                .send("event: flag-updated\ndata: {\"flagKey\":\"b\"}\n\n"));
        server.http().on("POST " + EVALUATION, exchange -> {
            await().atMost(LIMIT).until(() -> openFeature.contains(List.of("b"))); // however slow this machine is
            exchange.respond(200, "{\"flags\":[" + flag("same", 1) + "," + flag("a", 2) + "," + flag("b", 2) + "]}");
        });
        loseTheStream();
        awaitItBack();
        await().atMost(LIMIT).until(() -> openFeature.size() == 2);
        server.http().awaitStream(EVENTS, LIMIT).send("event: flag-updated\ndata: {\"flagKey\":\"end\"}\n\n");
        await().atMost(LIMIT).until(() -> openFeature.contains(List.of("end")));
        assertThat(openFeature).containsExactlyInAnyOrder(List.of("a"), List.of("b"), List.of("end"));
        await().atMost(LIMIT).until(() -> keys.contains("end"));
        assertThat(keys).containsExactlyInAnyOrder("a", "b", "end");
    }

    /** Failure policy 46. */
    @Test
    void saysNothingAfterAReconnectIfNothingHasChanged() {
        server.set("a", "1");
        connect();
        long before = bulkRequests();
        loseTheStream();
        awaitItBack();
        await().atMost(LIMIT).until(() -> bulkRequests() == before + 1);
        server.change("end", "1");
        await().atMost(LIMIT).until(() -> !openFeature.isEmpty());
        await().atMost(LIMIT).until(() -> keys.contains("end"));
        assertThat(keys).containsExactly("end");
    }

    /** Failure policy 43. */
    @Test
    void asksTheServerSeldomHoweverOftenItIsTold() {
        connect();
        long before = bulkRequests();
        server.send(CONFIG_UPDATED.repeat(1000));
        server.change("end", "1");
        await().atMost(LIMIT).until(() -> keys.contains("end"));
        await().atMost(LIMIT).until(() -> openFeature.contains(List.of()));
        assertThat(bulkRequests() - before).isLessThan(200);
    }

    /** Failure policy 55. */
    @Test
    void holdsUpNobodyForAListenerThatBlocks() {
        CountDownLatch release = new CountDownLatch(1);
        provider.addFlagChangeListener(change -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.set("dark-mode", "false");
        connect();
        darkMode();
        server.change("first", "1");
        server.change("dark-mode", "true");
        server.change("end", "1");
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(keys).containsExactlyInAnyOrder("first", "dark-mode", "end");
            assertThat(openFeature.stream().flatMap(List::stream))
                    .containsExactlyInAnyOrder("first", "dark-mode", "end");
        });
        assertThat(darkMode()).isTrue();
        release.countDown();
    }

    /** OpenFeature's handlers run on a pool, in any order; what is told to OpenFeature is in order, and so is the state. */
    @Test
    void tellsOpenFeatureStatesAndChangesInTheSameOrderInAHundredRuns() {
        List<String> told = new CopyOnWriteArrayList<>();
        ExecutorService workers = Executors.newCachedThreadPool();
        OpenFeatureNotifier announcer = new OpenFeatureNotifier(workers, emitter(told));
        announcer.initialized(true);
        announcer.lost();
        assertThat(told).as("before the gate is open").isEmpty();
        announcer.openGate();
        announcer.connected();
        announcer.changed(FlagKeySet.any());
        for (int run = 2; run <= 100; run++) {
            announcer.lost();
            announcer.lost();
            announcer.connected();
            announcer.changed(FlagKeySet.any());
        }
        await().atMost(LIMIT).until(() -> told.size() == 300);
        announcer.close();
        workers.shutdown();
        assertThat(told)
                .containsExactlyElementsOf(Stream.generate(() -> List.of("stale", "ready", "changed"))
                        .limit(100)
                        .flatMap(List::stream)
                        .toList());
    }

    private static OpenFeatureNotifier.Emitter emitter(List<String> told) {
        return new OpenFeatureNotifier.Emitter() {
            @Override
            public void ready() {
                told.add("ready");
            }

            @Override
            public void stale() {
                told.add("stale");
            }

            @Override
            public void changed(FlagKeySet change) {
                told.add("changed");
            }
        };
    }

    @Test
    void hasTheSameStatesInTheSameOrderInAHundredRuns() {
        connect();
        for (int run = 1; run <= 100; run++) {
            await().pollInterval(Duration.ofMillis(2)).atMost(LIMIT).until(() -> {
                server.breakStreams(); // also one that is opened by itself just when this test reconnects by hand
                return client.getProviderState() == ProviderState.STALE;
            });
            provider.reconnect();
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(LIMIT)
                    .until(() -> client.getProviderState() == ProviderState.READY);
        }
    }

    @Test
    void tellsTheStatusOfTheStream() {
        List<SseStatus> statuses = new CopyOnWriteArrayList<>();
        provider.addSseStatusListener(statuses::add);
        connect();
        loseTheStream();
        await().atMost(LIMIT).until(() -> statuses.size() == 5);
        assertThat(statuses)
                .containsExactly(
                        SseStatus.CONNECTING,
                        SseStatus.CONNECTED,
                        SseStatus.DISCONNECTED,
                        SseStatus.CONNECTING,
                        SseStatus.CONNECTED);
    }
}
