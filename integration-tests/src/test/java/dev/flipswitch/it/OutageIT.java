package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlagChange;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed under a client and comes back. */
class OutageIT {
    private static final String FLAG = "dark-mode";

    @TempDir
    Path folder;

    private final Http http = new Http();
    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();

    @AfterEach
    void shutDown() {
        api.shutdown();
    }

    @Test
    void theClientGoesOnAndLearnsAfterwardsWhatItMissed() throws Exception {
        try (ServerProcess server = new ServerProcess(folder)) {
            http.create(server.url(), ServerProcess.ADMIN_TOKEN, FLAG);
            http.toggle(server.url(), ServerProcess.ADMIN_TOKEN, FLAG, true);
            FlipswitchProvider provider = FlipswitchProvider.builder(ServerProcess.API_KEY)
                    .baseUrl(server.url())
                    .initTimeout(LIMIT) // a busy machine takes its time
                    .evaluationTimeout(LIMIT)
                    .build();
            List<FlagChange> changes = new CopyOnWriteArrayList<>();
            provider.addFlagChangeListener(changes::add);
            api.setProviderAndWait(provider);
            Client client = api.getClient();
            await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
            assertThat(client.getBooleanValue(FLAG, false)).isTrue();

            server.kill();

            await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
            assertThat(client.getBooleanValue(FLAG, false)).as("what it knows").isTrue();
            changes.clear();

            server.restart();
            assertThat(http.toggle(server.url(), ServerProcess.ADMIN_TOKEN, FLAG, false)
                            .statusCode())
                    .as("the flag is still there")
                    .isEqualTo(200);

            await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
            await().atMost(LIMIT).until(() -> changes.stream()
                    .anyMatch(change -> change.key().equals(FLAG)));
            assertThat(client.getBooleanValue(FLAG, true)).as("what it missed").isFalse();
        }
    }
}
