package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlagChange.Cause;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.sse.SseStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What observers hear, and when. CDI 4.0, section 2.8, events. */
abstract class EventsContract extends ContainerContract {
    EventsContract(Kind kind) {
        super(kind);
    }

    private void set(String key, String valueJson, int version) {
        server.answer(
                key,
                200,
                "{\"key\":\"" + key + "\",\"value\":" + valueJson
                        + ",\"reason\":\"STATIC\",\"variant\":\"v\",\"metadata\":{\"version\":" + version + "}}");
    }

    private void tellOf(String key) {
        server.send(
                "event: flag-updated\ndata: {\"flagKey\":\"" + key + "\",\"timestamp\":\"2026-01-01T00:00:00Z\"}\n\n");
    }

    @ApplicationScoped
    static class Recorder {
        private final List<FlagChanged> all = new CopyOnWriteArrayList<>();
        private final List<FlagChanged> dark = new CopyOnWriteArrayList<>();
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final List<String> async = new CopyOnWriteArrayList<>();
        private final List<String> asyncDark = new CopyOnWriteArrayList<>();
        private final List<SseStatus> statuses = new CopyOnWriteArrayList<>();
        private final List<ApiKeyRotated> rotations = new CopyOnWriteArrayList<>();

        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkMode;

        @Inject
        Visit visit;

        void on(@Observes FlagChanged event) {
            all.add(event);
        }

        void onDarkMode(@Observes @FlagKey("dark-mode") FlagChanged event) {
            seen.add(darkMode.get() + "/" + visit.isActive());
            dark.add(event);
        }

        void later(@ObservesAsync FlagChanged event) {
            async.add(event.key() + "/" + visit.isActive());
        }

        void laterDarkMode(@ObservesAsync @FlagKey("dark-mode") FlagChanged event) {
            asyncDark.add(event.key());
        }

        void status(@Observes SseStatusChanged event) {
            statuses.add(event.status());
        }

        void rotation(@Observes ApiKeyRotated event) {
            rotations.add(event);
        }

        List<String> keys() {
            return all.stream().map(FlagChanged::key).toList();
        }

        List<FlagChanged> dark() {
            return dark;
        }

        List<String> seen() {
            return seen;
        }

        List<String> async() {
            return async;
        }

        List<String> asyncDark() {
            return asyncDark;
        }

        List<SseStatus> statuses() {
            return statuses;
        }

        List<ApiKeyRotated> rotations() {
            return rotations;
        }
    }

    /** Somebody else's extension. */
    static final class Observing implements Extension {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        void addObserver(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<FlagChanged>addObserverMethod()
                    .beanClass(Recorder.class)
                    .observedType(FlagChanged.class)
                    .notifyWith(event -> heard.add(event.getEvent().key()));
        }
    }

    @Test
    void tellsAnObserverThatAnExtensionAdds() {
        set("dark-mode", "false", 1);
        Observing observing = new Observing();
        try (SeContainer container = start(List.of(observing), Recorder.class, Visit.class)) {
            awaitConnection(container);
            set("dark-mode", "true", 2);
            tellOf("dark-mode");
            await().atMost(LIMIT).until(() -> observing.heard.equals(List.of("dark-mode")));
        }
    }

    @Test
    void tellsEachObserverOfTheFlagsThatItChose() {
        set("dark-mode", "false", 1);
        set("other", "1", 1);
        try (SeContainer container = startConnected(Recorder.class, Visit.class)) {
            Recorder recorder = container.select(Recorder.class).get();
            set("other", "2", 2);
            tellOf("other");
            await().atMost(LIMIT).until(() -> recorder.keys().equals(List.of("other")));
            set("dark-mode", "true", 2);
            tellOf("dark-mode");

            await().atMost(LIMIT).until(() -> recorder.keys().equals(List.of("other", "dark-mode")));
            await().atMost(LIMIT).until(() -> recorder.dark().size() == 1);
            await().atMost(LIMIT).until(() -> recorder.async().equals(List.of("other/true", "dark-mode/true")));
            await().atMost(LIMIT).until(() -> recorder.asyncDark().equals(List.of("dark-mode")));
            assertThat(recorder.seen())
                    .as("the new value, and a request context")
                    .containsExactly("true/true");
        }
    }

    @Test
    void tellsWhatChangedAndWhyAndWhen() {
        set("dark-mode", "false", 1);
        try (SeContainer container = startConnected(Recorder.class, Visit.class)) {
            Recorder recorder = container.select(Recorder.class).get();
            set("dark-mode", "true", 2);
            tellOf("dark-mode");
            await().atMost(LIMIT).until(() -> recorder.dark().size() == 1);
            FlagChanged event = recorder.dark().get(0);
            assertThat(event.oldValue(Boolean.class)).contains(false);
            assertThat(event.newValue(Boolean.class)).contains(true);
            assertThat(event.oldValue()).isNotEqualTo(event.newValue());
            assertThat(event.isValueChanged()).isTrue();
            assertThat(event.variant()).contains("v");
            assertThat(event.reason()).contains("STATIC");
            assertThat(event.cause()).isEqualTo(Cause.EVENT);
            assertThat(event.serverTime()).contains(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(event.clientTime()).isAfter(Instant.EPOCH);
        }
    }

    @Test
    void firesTheStreamsStatusAndTheKeysRotation() {
        try (SeContainer container = startConnected(Recorder.class, Visit.class)) {
            Recorder recorder = container.select(Recorder.class).get();
            server.awaitClient(LIMIT);
            server.send("event: api-key-rotated\ndata: {\"validUntil\":\"2036-01-01T00:00:00Z\"}\n\n");
            await().atMost(LIMIT).until(() -> recorder.rotations().size() == 1);
            assertThat(recorder.rotations().get(0).validUntil()).contains(Instant.parse("2036-01-01T00:00:00Z"));
            server.breakStreams();
            await().atMost(LIMIT).until(() -> recorder.statuses().contains(SseStatus.DISCONNECTED));
            assertThat(recorder.statuses())
                    .startsWith(SseStatus.CONNECTING, SseStatus.CONNECTED, SseStatus.DISCONNECTED);
        }
    }

    @ApplicationScoped
    static class Failing {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        void refuse(@Observes FlagChanged event) {
            heard.add(event.key());
            fail(event, "sync");
        }

        void refuseLater(@ObservesAsync FlagChanged event) {
            fail(event, "async");
        }

        private static void fail(FlagChanged event, String how) {
            if (event.key().startsWith("fails")) { // this bean is found by other tests, too
                throw new IllegalStateException(how);
            }
        }

        List<String> heard() {
            return heard;
        }
    }

    /** CDI 4.0, section 2.8.6: an exception of a synchronous observer ends the processing of the event. */
    @Test
    void namesTheObserverThatFailsAndGoesOnWithOtherFlags() {
        List<String> log = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                log.add(logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.flipswitch.cdi");
        logger.addHandler(handler);
        set("fails-a", "1", 1);
        set("fails-b", "1", 1);
        try (SeContainer container = startConnected(Failing.class)) {
            Failing failing = container.select(Failing.class).get();
            set("fails-a", "2", 2);
            set("fails-b", "2", 2);
            server.send("event: config-updated\ndata: {}\n\n");
            await().atMost(LIMIT).until(() -> failing.heard().equals(List.of("fails-a", "fails-b")));
            await().atMost(LIMIT).until(() -> log.size() == 4);
            String observer = Failing.class.getName();
            for (String method : List.of("refuse", "refuseLater")) {
                for (String key : List.of("fails-a", "fails-b")) {
                    assertThat(log)
                            .anyMatch(line -> line.startsWith("FLIP-CDI-0003: the observer " + observer + "." + method
                                    + " failed on FlagChanged of the flag '" + key + "'"));
                }
            }
        } finally {
            logger.removeHandler(handler);
        }
    }

    @ApplicationScoped
    static class Slow {
        private final List<String> sync = new CopyOnWriteArrayList<>();
        private final List<String> async = new CopyOnWriteArrayList<>();
        private final CountDownLatch release = new CountDownLatch(1);

        void on(@Observes FlagChanged event) {
            sync.add(event.key());
        }

        void later(@ObservesAsync FlagChanged event) throws InterruptedException {
            async.add(event.key());
            if (event.key().startsWith("slow")) {
                release.await();
            }
        }

        CountDownLatch latch() {
            return release;
        }

        List<String> sync() {
            return sync;
        }

        List<String> async() {
            return async;
        }
    }

    @Test
    void letsAnAsynchronousObserverThatBlocksHoldUpNoOtherAndTellsItInOrder() {
        List<String> keys =
                IntStream.range(0, 20).mapToObj(i -> "slow-" + (i + 10)).toList();
        keys.forEach(key -> set(key, "1", 1));
        try (SeContainer container = startConnected(Slow.class)) {
            Slow slow = container.select(Slow.class).get();
            keys.forEach(key -> set(key, "2", 2));
            server.send("event: config-updated\ndata: {}\n\n");
            await().atMost(LIMIT).until(() -> slow.sync().equals(keys));
            await().atMost(LIMIT).until(() -> !slow.async().isEmpty());
            assertThat(slow.async()).as("the next waits for the first").containsExactly(keys.get(0));
            slow.latch().countDown();
            await().atMost(LIMIT).until(() -> slow.async().equals(keys));
        }
    }

    /** An observer that still runs when the application goes keeps no thread of ours. */
    @Test
    void waitsForNoAsynchronousObserverWhenTheApplicationGoes() {
        set("slow", "1", 1);
        SeContainer container = startConnected(Slow.class);
        Slow slow = container.select(Slow.class).get();
        List<String> async = slow.async();
        CountDownLatch latch = slow.latch();
        set("slow", "2", 2);
        tellOf("slow");
        await().atMost(LIMIT).until(() -> !async.isEmpty());
        FlipswitchProvider provider = container.select(FlipswitchProvider.class).get();
        provider.shutdown();
        container.close();
        await().atMost(LIMIT).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("flipswitch-")));
        latch.countDown();
    }
}
