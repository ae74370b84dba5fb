package dev.flipswitch;

import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.fixtures.Limits;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A provider, the fake server that it talks to, and OpenFeature's API around it. */
abstract class ProviderFixture {
    static final Duration LIMIT = Limits.LIMIT;

    final FakeFlagServer server = new FakeFlagServer();
    final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    final Client client = api.getClient();
    FlipswitchProvider provider = builder().build();

    FlipswitchProviderBuilder builder() {
        return patient(FlipswitchProvider.builder("secret-key").baseUrl(server.baseUrl()));
    }

    /** Gives a busy machine the time it takes to answer. */
    static FlipswitchProviderBuilder patient(FlipswitchProviderBuilder builder) {
        return builder.initTimeout(LIMIT).evaluationTimeout(LIMIT);
    }

    @AfterEach
    void stop() {
        api.shutdown();
        server.close();
    }

    void connect() {
        api.setProviderAndWait(provider);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
    }

    boolean darkMode() {
        return client.getBooleanValue("dark-mode", false);
    }
}
