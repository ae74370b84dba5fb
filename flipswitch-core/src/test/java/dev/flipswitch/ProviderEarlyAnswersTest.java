package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.ResponseStream;
import dev.flipswitch.sse.SseStatus;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An answer shows a flag's change before the flag's event comes: each is told once all the same, also where the server
 * gives no versions. docs/decisions/0009.
 */
class ProviderEarlyAnswersTest extends ProviderFixture {
    private final List<FlagChange> changes = new CopyOnWriteArrayList<>();
    private final List<String> openFeature = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        provider.addFlagChangeListener(changes::add);
        client.onProviderConfigurationChanged(event -> openFeature.addAll(event.getFlagsChanged()));
        server.set("first", "1");
        server.set("dark-mode", "false");
        connect();
        server.awaitClient(LIMIT);
    }

    private void tellOf(String key) {
        server.send(eventOf(key));
    }

    private static String eventOf(String key) {
        return "event: flag-updated\ndata: {\"flagKey\":\"" + key + "\",\"timestamp\":\"2026-01-01T00:00:00Z\"}\n\n";
    }

    private List<String> keys() {
        return changes.stream().map(FlagChange::key).toList();
    }

    private void awaitTold(String key) {
        await().atMost(LIMIT).until(() -> keys().contains(key) && openFeature.contains(key));
    }

    private void awaitKeys(String... all) {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(keys()).containsExactlyInAnyOrder(all);
            assertThat(openFeature).containsExactlyInAnyOrder(all);
        });
    }

    private void awaitTheEnd() {
        server.change("end", "1");
        awaitTold("end");
    }

    private void showTheChangeBeforeItsEvent() {
        server.set("dark-mode", "true");
        server.change("first", "2");
        awaitTold("dark-mode");
        assertThat(darkMode()).as("at once").isTrue();
    }

    @Test
    void tellsOnceWhatAnAnswerShowsBeforeTheEvent() {
        showTheChangeBeforeItsEvent();
        tellOf("dark-mode");
        awaitTheEnd();
        awaitKeys("first", "dark-mode", "end");
    }

    @Test
    void tellsOnceWhatAnAnswerShowsAfterAnEventThatCameMeanwhile() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.http().on("POST " + EVALUATION, exchange -> {
            asked.countDown();
            var unused = answer.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            exchange.respond(
                    200,
                    "{\"flags\":[{\"key\":\"first\",\"value\":2},{\"key\":\"dark-mode\",\"value\":true},"
                            + "{\"key\":\"end\",\"value\":1}]}");
        });
        server.change("first", "2");
        asked.await();
        tellOf("dark-mode");
        await().atMost(LIMIT).until(() -> openFeature.contains("dark-mode"));
        answer.countDown();
        awaitTheEnd();
        assertThat(keys()).filteredOn(key -> !key.equals("end")).containsExactly("first", "dark-mode");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(openFeature)
                .filteredOn(key -> !key.equals("end"))
                .containsExactlyInAnyOrder("first", "dark-mode"));
        assertThat(changes.get(1).serverTime()).as("the event's").contains(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void losesNoChangeWhoseEventIsTakenForAnEarlierOnes() {
        showTheChangeBeforeItsEvent();
        server.set("dark-mode", "false");
        tellOf("dark-mode"); // of this change; that of the one before was lost
        awaitTheEnd();
        awaitKeys("first", "dark-mode", "dark-mode", "end");
        assertThat(darkMode()).isFalse();
    }

    @Test
    void tellsEveryEventAfterTheOneThatWasShownBefore() {
        showTheChangeBeforeItsEvent();
        tellOf("dark-mode");
        tellOf("dark-mode"); // another change, which this context does not see
        awaitTheEnd(); // which an answer may show, too, before the second event has been answered
        await().atMost(LIMIT).untilAsserted(() -> assertThat(keys())
                .containsExactlyInAnyOrder("first", "dark-mode", "dark-mode", "end"));
    }

    @Test
    void expectsNoEventOfBeforeAReconnect() {
        showTheChangeBeforeItsEvent();
        server.breakStreams();
        ResponseStream stream = server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        stream.send(eventOf("dark-mode")); // of another change, which this context does not see
        await().atMost(LIMIT).until(() -> keys().equals(List.of("first", "dark-mode", "dark-mode")));
    }
}
