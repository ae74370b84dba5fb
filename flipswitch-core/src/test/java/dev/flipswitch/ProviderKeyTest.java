package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.Handler;
import dev.flipswitch.messages.LogCapture;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ProviderState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An API key that is replaced while the application runs. */
class ProviderKeyTest extends ProviderFixture {
    private final AtomicReference<String> key = new AtomicReference<>("old-key");

    private String currentKey() {
        return Objects.requireNonNull(key.get());
    }

    /** Answers those who have the key, and refuses others. */
    private void demand(String demanded) {
        server.http().on("GET " + EVENTS, demanding(demanded, Exchange::openEventStream));
        server.http()
                .on(
                        "POST " + EVALUATION + "/dark-mode",
                        demanding(
                                demanded,
                                exchange -> exchange.respond(
                                        200, "{\"key\":\"dark-mode\",\"value\":true,\"reason\":\"STATIC\"}")));
    }

    private static Handler demanding(String demanded, Handler handler) {
        return exchange -> {
            if (exchange.request().header("X-API-Key").orElse("").equals(demanded)) {
                handler.handle(exchange);
            } else {
                exchange.respond(401, "{\"errorCode\":\"GENERAL\"}");
            }
        };
    }

    /** Failure policy 50. */
    @Test
    void warnsOnceOfARotationWithItsDateAndTellsListeners() {
        List<ApiKeyRotation> rotations = new CopyOnWriteArrayList<>();
        provider.addApiKeyRotationListener(rotations::add);
        connect();
        try (LogCapture log = new LogCapture()) {
            String event = "event: api-key-rotated\ndata: {\"validUntil\":\"2026-02-21T10:30:45.123Z\"}\n\n";
            server.send(event + event);
            server.send("event: api-key-rotated\ndata: {\"validUntil\":null}\n\n");
            await().atMost(LIMIT).until(() -> rotations.size() == 2);
            assertThat(rotations)
                    .containsExactly(
                            new ApiKeyRotation(Optional.of(Instant.parse("2026-02-21T10:30:45.123Z"))),
                            new ApiKeyRotation(Optional.empty()));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("FLIP-CORE-0029"))
                    .singleElement()
                    .asString()
                    .contains("2026-02-21T10:30:45.123Z", "configure the new one");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("FLIP-CORE-0030"))
                    .hasSize(1);
        }
    }

    @Test
    void warnsOfARotationThatItCannotReadAndGoesOn() {
        connect();
        try (LogCapture log = new LogCapture()) {
            server.send("event: api-key-rotated\ndata: {\"validUntil\":\"soon\"}\n\n");
            server.send("event: api-key-rotated\ndata: no JSON\n\n");
            await().atMost(LIMIT)
                    .until(() -> log.lines().stream()
                                    .filter(line -> line.contains("FLIP-CORE-0031"))
                                    .count()
                            == 2);
        }
        assertThat(provider.getSseStatus()).isEqualTo(SseStatus.CONNECTED);
    }

    /** Failure policy 50. */
    @Test
    void takesANewKeyUpWithoutARestart() {
        provider = patient(FlipswitchProvider.builder(this::currentKey))
                .baseUrl(server.baseUrl())
                .enablePollingFallback(false)
                .build();
        demand("old-key");
        connect();
        assertThat(darkMode()).isTrue();

        demand("new-key");
        server.breakStreams();
        server.awaitClient(LIMIT).close(); // the stream with the old key
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.ERROR);
        await("values are known").atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(darkMode()).isTrue();
        key.set("new-key");

        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        await().atMost(LIMIT)
                .until(() -> client.getBooleanDetails("dark-mode", false).getReason(), "STATIC"::equals);
    }

    @Test
    void survivesASupplierThatThrowsAndShowsNothingOfWhatItSays() {
        provider = patient(FlipswitchProvider.builder(() -> {
                    String now = currentKey();
                    if (now.isEmpty()) {
                        throw new IllegalStateException("secret-vault");
                    }
                    return now;
                }))
                .baseUrl(server.baseUrl())
                .build();
        demand("old-key");
        connect();
        try (LogCapture log = new LogCapture()) {
            key.set("");
            var details = client.getBooleanDetails("dark-mode", false);
            assertThat(details.getErrorMessage())
                    .contains("FLIP-CORE-0046", "IllegalStateException", "FlipswitchProvider.builder")
                    .doesNotContain("secret-vault");
            server.awaitClient(LIMIT).close();
            await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.ERROR);
            key.set("old-key");
            await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
            assertThat(log.lines()).noneMatch(line -> line.contains("secret-vault") || line.contains("old-key"));
        }
    }

    @Test
    void saysThatASupplierGivesNoKey() {
        provider = patient(FlipswitchProvider.builder(() -> "null".equals(currentKey()) ? null : currentKey()))
                .baseUrl(server.baseUrl())
                .build();
        connect();
        key.set("null");
        assertThat(client.getBooleanDetails("dark-mode", false).getErrorMessage())
                .contains(server.baseUrl(), "the supplier of the API key gave null");
        key.set(" ");
        assertThat(client.getBooleanDetails("unknown", false).getErrorMessage()).contains("FLIP-CORE-0007");
    }
}
