package dev.flipswitch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What an application does between its deployment and its end: it uses every kind of provider, and shuts them down. */
public final class DeployedApplication {
    private final OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    private DeployedApplication() {}

    /**
     * Runs to the end.
     *
     * @param arguments the server's URL and a cache file
     */
    public static void main(String[] arguments) {
        new DeployedApplication().run(arguments[0], Path.of(arguments[1]));
    }

    private void run(String url, Path file) {
        FlipswitchProvider live = at(url).cacheFile(file).build();
        FlipswitchProvider polling = at(url).enableRealtime(false)
                .pollingInterval(Duration.ofMillis(10))
                .build();
        live.addSseStatusListener(status -> {
            if (status == SseStatus.CONNECTED) {
                connections.incrementAndGet();
            }
        });
        use("live", live);
        use("polling", polling);
        use("offline", FlipswitchProvider.offline(Map.of("dark-mode", true)));
        use("away", at("http://127.0.0.1:1").build());
        await().pollInSameThread().atMost(LIMIT).until(() -> connections.get() == 2 && changes.get() >= 1);
        live.evaluateAll(new ImmutableContext("somebody"));
        api.shutdown();
    }

    private static FlipswitchProviderBuilder at(String url) {
        return ProviderFixture.patient(FlipswitchProvider.builder("secret-key").baseUrl(url));
    }

    private void use(String domain, FlipswitchProvider provider) {
        provider.addFlagChangeListener(change -> changes.incrementAndGet());
        Client client = api.getClient(domain);
        client.onProviderConfigurationChanged(event -> changes.incrementAndGet());
        try {
            api.setProviderAndWait(domain, provider);
        } catch (OpenFeatureError e) {
            // the server is away: the application starts all the same
        }
        client.getBooleanValue("dark-mode", false);
    }
}
