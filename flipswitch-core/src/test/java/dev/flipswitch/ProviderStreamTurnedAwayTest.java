package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Handler;
import dev.flipswitch.fixtures.ResponseStream;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ProviderState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider where evaluations are answered, and only the event stream is not. */
class ProviderStreamTurnedAwayTest extends ProviderFixture {
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private static Stream<Arguments> troubles() {
        return Stream.of(
                trouble("status 401", exchange -> exchange.respond(401, "{}")),
                trouble("status 403", exchange -> exchange.respond(403, "{}")),
                trouble("status 404", exchange -> exchange.respond(404, "{}")),
                trouble("status 503", exchange -> exchange.respond(503, "{}", "Retry-After: 600")),
                trouble("status 429", exchange -> exchange.respond(429, "{}", "Retry-After: 3600")),
                trouble("redirects more than", exchange -> exchange.respond(302, "", "Location: " + EVENTS)),
                trouble("content type 'text/html'", exchange -> exchange.respond(200, "hi", "Content-Type: text/html")),
                trouble("closed the stream", exchange -> exchange.openEventStream()
                        .send("retry: 3600000\n\n")
                        .close()),
                trouble("nothing has come on it", exchange -> exchange.openEventStream()),
                trouble("has not been opened yet", exchange -> {}));
    }

    private static Arguments trouble(String name, Handler stream) {
        return Arguments.of(name, stream);
    }

    private void start() {
        provider = builder().pollingInterval(INTERVAL).maxSseRetries(1000).build();
        api.setProviderAndWait(provider);
    }

    private long polls() {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(EVALUATION))
                .count();
    }

    /** Failure policy 47. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void seesAChangeByPollingAndSaysOnceWhy(String trouble, Handler stream) {
        server.set("dark-mode", "false");
        server.http().on("GET " + EVENTS, stream);
        try (LogRecorder log = new LogRecorder()) {
            start();
            assertThat(darkMode()).isFalse();

            server.set("dark-mode", "true"); // no event tells

            await().atMost(LIMIT).until(this::darkMode);
            await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
            long polls = polls();
            await().atMost(LIMIT).until(() -> polls() > polls + 2);
            boolean isOfAServer = !trouble.startsWith("nothing") && !trouble.startsWith("has not");
            assertThat(log.linesWith("FLIP-CORE-0071"))
                    .singleElement()
                    .asString()
                    .contains("answers evaluations", "polling the server every 300 ms")
                    .matches(line -> line.contains("has not been opened yet") // where the machine stalled
                            || (line.contains(trouble)
                                    && line.contains(isOfAServer ? server.baseUrl() + EVENTS + ": " : "")));
            assertThat(log.linesWith("refuses the API key")).isEmpty();
        }
    }

    /** Failure policy 47. */
    @ParameterizedTest
    @CsvSource({"true, FLIP-CORE-0070", "false, FLIP-CORE-0011"})
    void saysOnceThatStreamsEndAgainAndAgainAndOnceThatOneLasts(boolean orderly, String line) {
        AtomicInteger streams = new AtomicInteger();
        server.http().on("GET " + EVENTS, exchange -> {
            streams.incrementAndGet();
            ResponseStream stream = exchange.openEventStream().send("event: heartbeat\ndata: {}\n\n");
            if (orderly) {
                stream.close();
            } else {
                stream.reset();
            }
        });
        try (LogRecorder log = new LogRecorder()) {
            start();
            for (int i = 1; i < 4; i++) {
                int seen = i;
                await().atMost(LIMIT).until(() -> streams.get() > seen);
                long polls = polls();
                await("it is polled between").atMost(LIMIT).until(() -> polls() > polls + 1);
            }
            assertThat(log.linesWith("FLIP-CORE-0010")).hasSize(1);
            assertThat(log.linesWith(line)).hasSize(1);
            assertThat(log.linesWith("FLIP-CORE-0071")).hasSize(1);
            assertThat(log.linesWith("WARNING")).hasSize(orderly ? 1 : 2);

            List<ResponseStream> open = new CopyOnWriteArrayList<>();
            server.http().on("GET " + EVENTS, exchange -> open.add(exchange.openEventStream()));
            await().atMost(LIMIT).until(() -> {
                for (ResponseStream stream : open) {
                    stream.send(": alive\n\n");
                }
                return log.linesWith("FLIP-CORE-0010").size() == 2;
            });
        }
    }

    /** Failure policy 2 and 34. */
    @Test
    void saysOfALostStreamWhereItWasAndWhichSettingMayBeWrong() {
        provider = builder()
                .baseUrl(server.baseUrl().replace("http://", "http://user:secret@"))
                .build();
        connect();
        try (LogRecorder log = new LogRecorder()) {
            server.http().on("GET " + EVENTS, exchange -> exchange.respond(404, "{}"));
            server.breakStreams();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(log.linesWith("FLIP-CORE-0071"))
                    .singleElement()
                    .asString()
                    .contains(server.baseUrl() + EVENTS
                            + ": the server answered with status 404; check flipswitch.base-url")
                    .doesNotContain("secret"));
        }
    }

    /** Failure policy 47. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void pollsNoMoreOnceTheStreamLives(String trouble, Handler stream) {
        server.http().on("GET " + EVENTS, stream);
        start();
        await(trouble).atMost(LIMIT).until(() -> polls() > 2);
        server.set("dark-mode", "true");
        server.http().on("GET " + EVENTS, exchange -> exchange.openEventStream().send(": alive\n\n"));
        provider.reconnect();
        await().atMost(LIMIT).until(this::darkMode);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        long[] seen = {-1};
        await().during(INTERVAL.multipliedBy(4)).atMost(LIMIT).until(() -> {
            long before = seen[0];
            seen[0] = polls();
            return before == seen[0];
        });
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
    }

    /** Failure policy 49. */
    @Test
    void isReadyThroughoutWhereTheServerHasNoStreamAtAll() {
        List<String> stale = new CopyOnWriteArrayList<>();
        client.onProviderStale(event -> stale.add("stale"));
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(404, "{}"));
        provider = builder().pollingInterval(INTERVAL).build();
        api.setProviderAndWait(provider);
        await("the stream is tried again, and the server polled")
                .atMost(LIMIT)
                .until(() -> polls() > 4
                        && server.http().requests().stream()
                                        .filter(request -> request.path().equals(EVENTS))
                                        .count()
                                > 1);
        assertThat(stale).isEmpty();
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
        assertThat(provider.getServerContact().lostSince()).isEmpty();
    }

    /** Failure policy 48. */
    @Test
    void isStaleWhereTheServerHasNoStreamAndIsGone() {
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(404, "{}"));
        start();
        await().atMost(LIMIT).until(() -> polls() > 1);
        server.http().stop();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
    }

    @Test
    void saysThatAStreamWasClosedInOrderWithoutAWarning() {
        connect();
        try (LogRecorder log = new LogRecorder()) {
            server.awaitClient(LIMIT);
            server.breakStreams();
            server.awaitClient(LIMIT);
            assertThat(log.linesWith("FLIP-CORE-0070"))
                    .singleElement()
                    .asString()
                    .startsWith("INFO");
            assertThat(log.linesWith("WARNING")).isEmpty();
        }
    }

    /** Failure policy 2 and 15. */
    @Test
    void warnsOnceOfAServerThatStoppedInOrderAndDoesNotComeBack() {
        connect();
        try (LogRecorder log = new LogRecorder()) {
            server.awaitClient(LIMIT);
            AtomicInteger refused = new AtomicInteger();
            server.http().on("GET " + EVENTS, exchange -> {
                exchange.respond(503, "{}");
                refused.incrementAndGet();
            });
            server.breakStreams();
            await().atMost(LIMIT).until(() -> refused.get() >= 3);
            assertThat(log.linesWith("WARNING")).singleElement().asString().contains("FLIP-CORE-0011", "status 503");

            server.http()
                    .on("GET " + EVENTS, exchange -> exchange.openEventStream().send(": alive\n\n"));
            provider.reconnect();
            await().atMost(LIMIT).until(() -> log.linesWith("FLIP-CORE-0010").size() == 1);
            assertThat(log.linesWith("WARNING")).hasSize(1);
        }
    }
}
