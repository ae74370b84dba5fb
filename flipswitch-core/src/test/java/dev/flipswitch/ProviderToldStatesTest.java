package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ProviderState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who is told a state, by whatever way, sees what it promises. */
class ProviderToldStatesTest extends ProviderFixture {
    private static final int ROUNDS = 40;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private void loseTheStreamWhileTheFlagBecomes(int value) {
        server.breakStreams();
        await().pollInterval(Duration.ofMillis(2))
                .atMost(LIMIT)
                .until(() -> client.getProviderState() == ProviderState.STALE);
        server.set("number", String.valueOf(value));
        provider.reconnect();
    }

    private void rounds() {
        server.set("number", "0");
        connect();
        assertThat(client.getIntegerValue("number", -1)).isZero();
        await("the first connection is seen").atMost(LIMIT).until(() -> !seen.isEmpty());
        seen.clear();
        for (int round = 1; round <= ROUNDS; round++) {
            loseTheStreamWhileTheFlagBecomes(round);
            String expected = "CONNECTED " + round;
            await().pollInterval(Duration.ofMillis(2)).atMost(LIMIT).until(() -> !seen.isEmpty());
            assertThat(seen.remove(0)).isEqualTo(expected);
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(LIMIT)
                    .until(() -> client.getProviderState() == ProviderState.READY);
        }
    }

    private void see() {
        seen.add(provider.getSseStatus() + " " + client.getIntegerValue("number", -1));
    }

    @Test
    void aListenerOfTheStreamsStatus() {
        provider.addSseStatusListener(status -> {
            if (status == SseStatus.CONNECTED) {
                see();
            }
        });
        rounds();
    }

    @Test
    void aHandlerOfOpenFeaturesReady() {
        client.onProviderReady(event -> see());
        rounds();
    }

    @Test
    void aListenerThatHearsOfTheStreamsLoss() {
        server.set("number", "1");
        connect();
        assertThat(client.getIntegerValue("number", -1)).isEqualTo(1);
        provider.addSseStatusListener(status -> {
            if (status == SseStatus.DISCONNECTED) {
                seen.add(client.getIntegerDetails("number", -1).getReason() + " "
                        + provider.getServerContact().lostSince().isPresent());
            }
        });
        server.awaitClient(LIMIT);
        server.breakStreams();
        await().atMost(LIMIT).until(() -> !seen.isEmpty());
        assertThat(seen.get(0)).isEqualTo("STALE true");
    }
}
