package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed under many applications, and started again. */
class RestartIT {

    private static final String FLAG = "dark-mode";
    private static final int APPLICATIONS = 50;

    @TempDir
    Path folder;

    private final Http http = new Http();

    @Test
    void applicationsComeBackWithoutAnErrorAndAreAnsweredFromMemory() throws Exception {
        try (ServerProcess server = new ServerProcess(folder)) {
            http.create(server.url(), ServerProcess.ADMIN_TOKEN, FLAG);
            http.toggle(server.url(), ServerProcess.ADMIN_TOKEN, FLAG, true);
            List<Application> applications = IntStream.range(0, APPLICATIONS)
                    .mapToObj(i -> new Application(server.url()))
                    .toList();
            try {
                await().atMost(LIMIT).until(() -> applications.stream().allMatch(Application::isConnected));
                applications.forEach(application -> application.assertOn("known"));

                server.kill();
                await().atMost(LIMIT).until(() -> applications.stream().noneMatch(Application::isConnected));
                applications.forEach(application -> application.assertOn("known"));

                server.restart();
                await().atMost(LIMIT).until(() -> {
                    applications.forEach(application -> application.assertOn("known"));
                    return applications.stream().allMatch(Application::isConnected);
                });
                double calls = storeCalls(server);
                assertThat(calls).as("they are counted at all").isPositive();
                applications.forEach(application -> application.assertOn("unknown"));
                assertThat(storeCalls(server)).isEqualTo(calls);
                assertThat(applications).flatMap(Application::errors).isEmpty();
            } finally {
                applications.forEach(Application::close);
            }
        }
    }

    private double storeCalls(ServerProcess server) throws Exception {
        return http.answer(HttpRequest.newBuilder(URI.create(server.url() + "metrics"))
                        .header("Authorization", "Bearer " + ServerProcess.ADMIN_TOKEN))
                .body()
                .lines()
                .filter(line -> line.startsWith("flipswitch_database_seconds_count{"))
                .filter(line -> !line.contains("operation=\"heads\"")) // once a second, whoever is there
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static final class Application {

        private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        private final List<EventDetails> errors = new CopyOnWriteArrayList<>();
        private final FlipswitchProvider provider;
        private final Client client;

        Application(String url) {
            provider = FlipswitchProvider.builder(ServerProcess.API_KEY)
                    .baseUrl(url)
                    .build();
            api.onProviderError(errors::add);
            api.setProviderAndWait(provider);
            client = api.getClient();
        }

        boolean isConnected() {
            return provider.getSseStatus() == SseStatus.CONNECTED && client.getProviderState() == ProviderState.READY;
        }

        void assertOn(String user) {
            FlagEvaluationDetails<Boolean> details = client.getBooleanDetails(FLAG, false, new ImmutableContext(user));
            assertThat(details.getErrorCode()).as(details.toString()).isNull();
            assertThat(details.getValue()).isTrue();
        }

        List<EventDetails> errors() {
            return errors;
        }

        void close() {
            api.shutdown();
        }
    }
}
