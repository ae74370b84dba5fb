package dev.flipswitch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FaultyServer;
import dev.flipswitch.ofrep.OfrepClient;
import dev.flipswitch.sse.Backoff;
import dev.flipswitch.sse.SseClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are no HTTP, from a server that never closes a connection. */
class NoHttpTest {
    private static final int ATTEMPTS = 40;
    private static final int FEW = 4;

    private final FaultyServer server = new FaultyServer();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        server.close();
    }

    private static Stream<String> answers() {
        return Stream.of(
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 many OK\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n".repeat(10),
                "HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(400_000) + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n");
    }

    /** Failure policy 6, 30 and 31. */
    @ParameterizedTest
    @MethodSource("answers")
    void costsTheStreamNoConnectionThatStaysOpen(String answer) {
        server.on("GET /events", exchange -> exchange.openRaw().send(answer));
        ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1);
        Backoff soon = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
        try (SseClient client = SseClient.builder(server.uri("/events"), http, loop, event -> {})
                .backoff(soon)
                .build()) {
            client.start();
            awaitFewConnections();
        } finally {
            loop.shutdown();
        }
    }

    /** Failure policy 6. */
    @ParameterizedTest
    @MethodSource("answers")
    void costsEvaluationsNoConnectionThatStaysOpen(String answer) {
        server.on(
                "POST /ofrep/v1/evaluate/flags", exchange -> exchange.openRaw().send(answer));
        OfrepClient client = new OfrepClient(http, server.uri("").toString(), Map::of);
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(client.evaluateAll("{}", null, null)).failsWithin(LIMIT);
        }
        awaitFewConnections();
    }

    private void awaitFewConnections() {
        await().atMost(LIMIT).until(() -> server.requests().size() >= ATTEMPTS);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(server.openConnections()).isLessThan(FEW));
    }
}
