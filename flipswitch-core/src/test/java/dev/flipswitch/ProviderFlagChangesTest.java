package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlagChange.Cause;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Structure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What listeners are told of each flag: docs/decisions/0009. */
class ProviderFlagChangesTest extends ProviderFixture {
    private static final String CONFIG_UPDATED = "event: config-updated\ndata: {}\n\n";

    private final List<FlagChange> changes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        provider.addFlagChangeListener(changes::add);
    }

    private void set(String key, String valueJson, int version) {
        server.answer(
                key,
                200,
                "{\"key\":\"" + key + "\",\"value\":" + valueJson
                        + ",\"reason\":\"TARGETING_MATCH\",\"variant\":\"v\",\"metadata\":{\"version\":" + version
                        + "}}");
    }

    private void tellOf(String key) {
        server.send(
                "event: flag-updated\ndata: {\"flagKey\":\"" + key + "\",\"timestamp\":\"2026-01-01T00:00:00Z\"}\n\n");
    }

    private List<String> keys() {
        return changes.stream().map(FlagChange::key).toList();
    }

    private void awaitKeys(String... keys) {
        await().atMost(LIMIT).until(() -> keys().containsAll(List.of(keys)));
        assertThat(keys()).containsExactly(keys);
    }

    /** Failure policy 55. */
    @Test
    void tellsTheNewestValueOfEachFlagToAListenerThatSleptThroughABurst() {
        int flags = 10;
        Map<String, String> newest = new ConcurrentHashMap<>();
        CountDownLatch release = new CountDownLatch(1);
        provider.addFlagChangeListener(change -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            newest.put(
                    change.key(), change.newValue(Integer.class).orElseThrow().toString());
        });
        IntStream.range(0, flags).forEach(i -> set("burst-" + i, "0", 1));
        connect();
        for (int i = 0; i < 5_000; i++) {
            String key = "burst-" + i % flags;
            if (i % 500 < flags) {
                set(key, String.valueOf(i), 2 + i);
            }
            tellOf(key);
        }
        IntStream.range(0, flags).forEach(i -> set("burst-" + i, "9999", 9999));
        IntStream.range(0, flags).forEach(i -> tellOf("burst-" + i));
        release.countDown();
        await().atMost(LIMIT)
                .until(() -> newest.size() == flags && newest.values().stream().allMatch("9999"::equals));
    }

    @Test
    void tellsTheOldAndTheNewValueAndWhyAndWhen() {
        set("dark-mode", "false", 1);
        connect();
        Instant before = Instant.now();
        set("dark-mode", "true", 2);
        tellOf("dark-mode");
        awaitKeys("dark-mode");
        FlagChange change = changes.get(0);
        assertThat(change.oldValue(Boolean.class)).contains(false);
        assertThat(change.newValue(Boolean.class)).contains(true);
        assertThat(change.newValue(String.class)).as("of another type").isEmpty();
        assertThat(change.isValueChanged()).isTrue();
        assertThat(change.variant()).contains("v");
        assertThat(change.reason()).contains("TARGETING_MATCH");
        assertThat(change.cause()).isEqualTo(Cause.EVENT);
        assertThat(change.serverTime()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(change.clientTime()).isBetween(before, Instant.now());
    }

    @Test
    void givesValuesOfEachTypeAndRefusesOthers() {
        set("object", "{\"a\":1}", 1);
        connect();
        set("object", "{\"a\":2}", 2);
        tellOf("object");
        awaitKeys("object");
        assertThat(changes.get(0)
                        .newValue(Structure.class)
                        .orElseThrow()
                        .getValue("a")
                        .asInteger())
                .isEqualTo(2);
        assertThatThrownBy(() -> changes.get(0).newValue(Thread.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FLIP-CORE-0034")
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void tellsOfAChangeForOthersWithEqualValues() {
        set("targeted", "true", 1);
        connect();
        set("targeted", "true", 2);
        tellOf("targeted");
        awaitKeys("targeted");
        assertThat(changes.get(0).isValueChanged()).isFalse();
        assertThat(changes.get(0).newValue(Boolean.class)).contains(true);
    }

    @Test
    void tellsNothingOfAVersionThatIsKnown() {
        set("dark-mode", "true", 1);
        set("other", "true", 1);
        connect();
        tellOf("dark-mode");
        server.send(CONFIG_UPDATED);
        set("other", "false", 2);
        tellOf("other");
        awaitKeys("other");
    }

    @Test
    void tellsOfAFlagThatTheServerNamesWithoutAVersion() {
        server.set("targeted", "true");
        connect();
        tellOf("targeted");
        tellOf("not-listed");
        await().atMost(LIMIT).until(() -> changes.size() == 2);
        awaitKeys("targeted", "not-listed");
        assertThat(changes.get(1).newValue()).isEmpty();
    }

    @Test
    void tellsEachFlagOnceWhereTheServerNamesNone() {
        IntStream.range(0, 1500).forEach(i -> set("flag-" + i, "1", 1));
        connect();
        IntStream.range(0, 1500).forEach(i -> set("flag-" + i, "2", 2));
        server.send("event: config-updated\ndata: {\"timestamp\":\"2026-01-01T00:00:00Z\"}\n\n");
        await().atMost(LIMIT).until(() -> changes.size() >= 1500);
        assertThat(keys()).hasSize(1500).doesNotHaveDuplicates();
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.cause()).isEqualTo(Cause.EVENT);
            assertThat(change.serverTime()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        });
    }

    /** Failure policy 57. */
    @Test
    void tellsOnceTheServerCanSayWhatItCouldNotAtFirst() {
        set("dark-mode", "false", 1);
        connect();
        set("dark-mode", "true", 2);
        String flags = "{\"flags\":[{\"key\":\"dark-mode\",\"value\":true,\"metadata\":{\"version\":2}}]}";
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(500, "{}"));
        tellOf("dark-mode");
        await().atMost(LIMIT)
                .until(() -> server.http().requests().stream()
                                .filter(request -> request.path().equals(EVALUATION))
                                .count()
                        >= 2);
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(200, flags));
        awaitKeys("dark-mode");
        assertThat(changes.get(0).oldValue(Boolean.class)).contains(false);
        assertThat(changes.get(0).cause()).isEqualTo(Cause.EVENT);
    }

    /** Failure policy 57. */
    @Test
    void losesNoChangeWhenTheServerGoesRightAfterTheEvent() {
        set("dark-mode", "false", 1);
        connect();
        set("dark-mode", "true", 2);
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(500, "{}"));
        tellOf("dark-mode");
        server.breakStreams();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(changes).isEmpty();
        String flags = "{\"flags\":[{\"key\":\"dark-mode\",\"value\":true,\"metadata\":{\"version\":2}}]}";
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(200, flags));
        provider.reconnect();
        awaitKeys("dark-mode");
    }

    /** Failure policy 46. */
    @Test
    void tellsTheCauseOfWhatWasMissed() {
        set("a", "1", 1);
        connect();
        server.awaitClient(LIMIT);
        server.breakStreams();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        set("a", "2", 2);
        provider.reconnect();
        awaitKeys("a");
        assertThat(changes.get(0).cause()).isEqualTo(Cause.RECONNECT);
        assertThat(changes.get(0).serverTime()).isEmpty();
        assertThat(changes.get(0).oldValue(Integer.class)).contains(1);
    }

    @Test
    void tellsOfAFlagThatCannotBeEvaluatedByItsVersion() {
        setFailing("split", 1);
        setFailing("same", 1);
        connect();
        server.awaitClient(LIMIT);
        server.breakStreams();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        setFailing("split", 2);
        provider.reconnect();
        awaitKeys("split");
        assertThat(changes.get(0).newValue()).isEmpty();
        assertThat(client.getBooleanDetails("split", false).getFlagMetadata().getInteger("version"))
                .isEqualTo(2);
    }

    private void setFailing(String key, int version) {
        server.answer(
                key,
                400,
                "{\"key\":\"" + key + "\",\"errorCode\":\"TARGETING_KEY_MISSING\",\"metadata\":{\"version\":" + version
                        + "}}");
    }

    /** The first question fails though the stream is there: decision 9, "without a first answer". */
    @Test
    void tellsOnlyOfTheNamedFlagWhereTheFirstQuestionFailed() {
        set("other", "true", 1);
        set("dark-mode", "false", 1);
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(500, "{}"));
        assertThatThrownBy(this::connect).hasMessageContaining("FLIP-CORE");
        server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        assertThat(client.getBooleanValue("other", false)).isTrue();
        set("dark-mode", "true", 2);
        server.http()
                .on(
                        "POST " + EVALUATION,
                        exchange -> exchange.respond(
                                200,
                                "{\"flags\":[{\"key\":\"dark-mode\",\"value\":true,\"metadata\":{\"version\":2}},"
                                        + "{\"key\":\"other\",\"value\":true,\"metadata\":{\"version\":1}}]}"));
        tellOf("dark-mode");
        awaitKeys("dark-mode");
        assertThat(changes.get(0).oldValue()).isEmpty();
        assertThat(changes.get(0).newValue(Boolean.class)).contains(true);
    }

    @Test
    void tellsThatTheKeysRotationIsTheCause() {
        set("a", "1", 1);
        connect();
        server.awaitClient(LIMIT);
        server.send("event: api-key-rotated\ndata: {\"validUntil\":\"2036-01-01T00:00:00Z\"}\n\n");
        set("b", "1", 1);
        tellOf("b");
        awaitKeys("b");
        set("a", "2", 2);
        provider.reconnect();
        awaitKeys("b", "a");
        assertThat(changes).extracting(FlagChange::cause).containsExactly(Cause.EVENT, Cause.ROTATION);
    }

    @Test
    void tellsWhatAPollFinds() {
        set("a", "1", 1);
        provider = builder()
                .enableRealtime(false)
                .pollingInterval(Duration.ofMillis(50))
                .build();
        provider.addFlagChangeListener(changes::add);
        api.setProviderAndWait(provider);
        client.getIntegerValue("a", 0);
        set("a", "2", 2);
        awaitKeys("a");
        assertThat(changes.get(0).cause()).isEqualTo(Cause.POLL);
        assertThat(changes.get(0).oldValue(Integer.class)).contains(1);
    }

    @Test
    void tellsWhatReplacesTheCodesDefaultsWhenTheServerWasDownAtTheStart() {
        server.http().stop();
        set("dark-mode", "true", 1);
        try {
            api.setProviderAndWait(provider);
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining("FLIP-CORE");
        }
        assertThat(darkMode()).isFalse();
        server.http().start();
        awaitKeys("dark-mode");
        assertThat(changes.get(0).oldValue()).as("the code's default held").isEmpty();
        assertThat(changes.get(0).newValue(Boolean.class)).contains(true);
        assertThat(changes.get(0).cause()).isEqualTo(Cause.RECONNECT);
    }
}
