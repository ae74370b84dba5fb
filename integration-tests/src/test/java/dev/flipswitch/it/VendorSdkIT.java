package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import io.flipswitch.FlagChangeEvent;
import io.flipswitch.FlipswitchProvider;
import io.flipswitch.SseClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's published SDK, unchanged, against our server. */
class VendorSdkIT {
    @TempDir
    static Path data;

    private static DemoProcess demo;

    private final Http http = new Http();
    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.running(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @AfterEach
    void shutDown() {
        api.shutdown();
    }

    private static FlipswitchProvider provider(String apiKey) {
        String baseUrl = demo.serverUrl().replaceAll("/$", "");
        return FlipswitchProvider.builder(apiKey).baseUrl(baseUrl).build();
    }

    @Test
    void initialisesEvaluatesAndIsToldOfAToggle() throws Exception {
        http.toggle(demo.serverUrl(), DemoProcess.ADMIN_TOKEN, "dark-mode", false);
        FlipswitchProvider provider = provider(DemoProcess.API_KEY);
        List<FlagChangeEvent> changes = new CopyOnWriteArrayList<>();
        List<EventDetails> events = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(changes::add);
        Client client = api.getClient();
        client.onProviderConfigurationChanged(events::add);

        api.setProviderAndWait(provider);

        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
        ImmutableContext anna = new ImmutableContext("anna");
        assertThat(client.getBooleanDetails("dark-mode", true, anna).getErrorCode())
                .isNull();
        assertThat(client.getBooleanValue("dark-mode", true, anna)).isFalse();
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseClient.ConnectionStatus.CONNECTED);

        http.toggle(demo.serverUrl(), DemoProcess.ADMIN_TOKEN, "dark-mode", true);

        await().atMost(LIMIT).until(() -> changes.stream().anyMatch(change -> "dark-mode".equals(change.flagKey())));
        await().atMost(LIMIT).until(() -> !events.isEmpty());
        assertThat(client.getBooleanValue("dark-mode", false, anna)).isTrue();
    }

    @Test
    void understandsThatAKeyIsRefused() {
        FlipswitchProvider provider = provider("no-such-key");
        assertThat(catchThrowable(() -> api.setProviderAndWait(provider))).isNotNull();
        assertThat(api.getClient().getProviderState()).isNotEqualTo(ProviderState.READY);
    }
}
