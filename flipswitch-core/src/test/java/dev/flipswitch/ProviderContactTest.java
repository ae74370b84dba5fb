package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ProviderState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long ago the server was heard, and since when it can't be. */
class ProviderContactTest extends ProviderFixture {

    private Optional<Duration> sinceLastByte() {
        return provider.getServerContact().sinceLastByte();
    }

    private Duration silence() {
        return sinceLastByte().orElse(Duration.ofDays(1));
    }

    @Test
    void measuresTheTimeSinceTheStreamsLastByte() {
        assertThat(sinceLastByte()).isEmpty();
        connect();
        server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(() -> silence().toMillis() > 300);
        await().atMost(LIMIT).until(() -> {
            server.send(": no event, but a sign of life\n"); // more than one: this machine may be slow
            return silence().toMillis() < 300;
        });
    }

    @Test
    void measuresTheTimeSinceTheLastAnswerToAPoll() {
        provider = builder()
                .enableRealtime(false)
                .pollingInterval(Duration.ofMillis(500))
                .build();
        api.setProviderAndWait(provider);
        await().atMost(LIMIT).until(() -> silence().toMillis() > 300);
        await().atMost(LIMIT).until(() -> silence().toMillis() < 300);
        server.http().stop();
        await().atMost(LIMIT).until(() -> silence().toMillis() > 1500);
    }

    @Test
    void saysSinceWhenTheServerIsLost() {
        connect();
        server.awaitClient(LIMIT);
        assertThat(provider.getServerContact().lostSince()).isEmpty();
        Instant before = Instant.now();
        server.http().stop();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        Instant lost = provider.getServerContact().lostSince().orElseThrow();
        assertThat(lost).isBetween(before, Instant.now());
        provider.reconnect(); // in vain
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.ERROR);
        assertThat(provider.getServerContact().lostSince())
                .as("since the first failure")
                .contains(lost);
        server.http().start();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        assertThat(provider.getServerContact().lostSince()).isEmpty();
    }

    @Test
    void hearsNothingWithoutAServer() {
        provider = FlipswitchProvider.offline(Map.of("dark-mode", true));
        api.setProviderAndWait(provider);
        assertThat(darkMode()).isTrue();
        assertThat(provider.getServerContact()).isEqualTo(new ServerContact(Optional.empty(), Optional.empty()));
    }
}
