package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Request;
import dev.flipswitch.messages.LogCapture;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.exceptions.FatalError;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider while the server is away, refuses, or comes and goes. OpenFeature specification, section 5. */
class ProviderOutageTest extends ProviderFixture {
    @Test
    void reconnectsAfterTheStreamBreaksAndTakesEverythingForStaleThen() {
        server.set("dark-mode", "false");
        connect();
        darkMode();
        server.awaitClient(LIMIT);

        server.set("dark-mode", "true"); // while the stream is broken: no event will tell
        server.breakStreams();

        server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(this::darkMode);
    }

    @Test
    void sendsTheLastEventIdWhenItReconnects() {
        connect();
        server.http().awaitRequest(EVENTS, LIMIT);
        server.send("event: flag-updated\nid: 4711\ndata: {\"flagKey\":\"a\"}\n\n");
        server.breakStreams();
        Request second = server.http().awaitRequest(EVENTS, LIMIT);
        assertThat(second.header("Last-Event-ID")).contains("4711");
    }

    /** Failure policy 38. */
    @Test
    void goesOnWithWhatItKnowsWhileTheServerIsAway() {
        List<ProviderState> states = new CopyOnWriteArrayList<>();
        client.onProviderStale(event -> states.add(ProviderState.STALE));
        server.set("dark-mode", "true");
        connect();
        darkMode();

        server.http().stop();

        await().atMost(LIMIT).until(() -> states.contains(ProviderState.STALE));
        assertThat(client.getProviderState()).isEqualTo(ProviderState.STALE);
        assertThat(darkMode()).isTrue();
        assertThat(provider.getSseStatus()).isNotEqualTo(SseStatus.CONNECTED);

        server.http().start();

        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        assertThat(provider.getSseStatus()).isEqualTo(SseStatus.CONNECTED);
    }

    /** Failure policy 38. */
    @Test
    void waitsForNoKnownValueWhileTheServerIsAway() {
        server.set("dark-mode", "true");
        provider = builder()
                .evaluationTimeout(Duration.ofHours(1))
                .enablePollingFallback(false)
                .build();
        connect();
        darkMode();
        server.http().on("GET " + EVENTS, exchange -> {});
        server.http().on("POST " + EVALUATION + "/dark-mode", exchange -> {}); // it would wait for an hour
        server.breakStreams();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);

        assertThat(client.getBooleanDetails("dark-mode", false).getReason()).isEqualTo("STALE");
        assertThat(darkMode()).isTrue();
    }

    /** Failure policy 39. */
    @Test
    void waitsForAFirstValueOneDeadlineAtMost() {
        server.http().on("POST " + EVALUATION + "/dark-mode", exchange -> {});
        provider = builder().evaluationTimeout(Duration.ofMillis(200)).build();
        api.setProvider(provider);
        await("it is asked, whatever came of its first question")
                .atMost(LIMIT)
                .until(() -> client.getProviderState() != ProviderState.NOT_READY);
        var details = client.getBooleanDetails("dark-mode", true);
        assertThat(details.getValue()).isTrue();
        assertThat(details.getErrorMessage())
                .contains(
                        "FLIP-CORE-0005",
                        "'dark-mode'",
                        server.baseUrl() + " did not answer within 200 ms",
                        "check flipswitch.base-url");
    }

    @Test
    void servesAnInvalidatedValueAsStaleIfTheServerCannotBeAsked() {
        server.set("dark-mode", "true");
        connect();
        darkMode();
        server.answer("dark-mode", 503, "{}");
        server.send("event: config-updated\ndata: {}\n\n");
        await().atMost(LIMIT)
                .until(() -> client.getBooleanDetails("dark-mode", false).getReason(), "STALE"::equals);
        assertThat(darkMode()).isTrue();
    }

    private static String traceOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void saysThatAHostIsUnknownAndThatAnotherApplicationIsNoFlagServer() {
        provider = builder()
                .baseUrl("http://user:secret@no-such-host.invalid/base")
                .build();
        assertThatThrownBy(() -> api.setProviderAndWait(provider))
                .hasMessageContaining("the host of the flag server http://no-such-host.invalid/base is unknown")
                .hasMessageContaining("flipswitch.base-url")
                .hasMessageNotContaining("secret");
        provider.shutdown();
        for (int status : new int[] {200, 404, 405, 302}) {
            server.http().on("POST " + EVALUATION, exchange -> exchange.respond(status, "<html>", "Location: /login"));
            provider = builder().build();
            assertThatThrownBy(() -> api.setProviderAndWait(provider))
                    .hasMessageContaining("what answers at " + server.baseUrl() + " is no flag server")
                    .hasMessageContaining("flipswitch.base-url");
            provider.shutdown();
        }
    }

    /** Failure policy 35. */
    @Test
    void startsWithoutTheServerAndBecomesReadyByItself() {
        server.set("dark-mode", "true");
        server.http().stop();
        assertThatThrownBy(() -> api.setProviderAndWait(provider))
                .isInstanceOf(GeneralError.class)
                .hasMessageContaining("FLIP-CORE-0002")
                .hasMessageContaining("refused")
                .hasMessageContaining(server.baseUrl())
                .hasMessageContaining("flipswitch.base-url")
                .hasMessageNotContaining("secret-key")
                .satisfies(failure -> assertThat(traceOf(failure)).hasLineCount(2));
        assertThat(client.getProviderState()).isEqualTo(ProviderState.ERROR);
        assertThat(darkMode()).isFalse();

        server.http().start();

        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        assertThat(darkMode()).isTrue();
    }

    /** Failure policy 35. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void warnsOnceOfAStartWithoutTheServerHoweverOftenItTriesAgain(boolean realtime) {
        server.http().stop();
        provider = builder()
                .enableRealtime(realtime)
                .pollingInterval(realtime ? LIMIT : Duration.ofMillis(100))
                .build();
        try (LogCapture log = new LogCapture()) {
            api.setProvider(provider);
            await().atMost(LIMIT).until(() -> !linesWith(log, "FLIP-CORE-0002").isEmpty());
            assertThat(provider.getServerContact().lostSince()).isPresent();
            provider.reconnect();
            await("it tries again")
                    .atMost(LIMIT)
                    .until(() -> !realtime || linesWith(log, "FLIP-CORE-0012").size() >= 3);

            server.http().start();

            await().atMost(LIMIT).until(() -> !linesWith(log, realtime ? "FLIP-CORE-0010" : "FLIP-CORE-0017")
                    .isEmpty());
            assertThat(log.lines().stream().filter(line -> line.contains("WARNING: ") || line.contains("SEVERE: ")))
                    .singleElement()
                    .asString()
                    .contains("WARNING: FLIP-CORE-0002", server.baseUrl(), "refused", "check flipswitch.base-url")
                    .doesNotContain("secret-key", "\tat ");
        }
    }

    /** Failure policy 35 and 63. */
    @Test
    void warnsOnceOfAStartWithAServerThatIsSilent() {
        server.http().on("POST " + EVALUATION, exchange -> {});
        server.http().on("POST " + EVALUATION + "/dark-mode", exchange -> {});
        provider = FlipswitchProvider.builder("secret-key")
                .baseUrl(server.baseUrl())
                .initTimeout(Duration.ofMillis(200))
                .evaluationTimeout(Duration.ofMillis(300))
                .build();
        try (LogCapture log = new LogCapture()) {
            api.setProvider(provider);
            await().atMost(LIMIT).until(() -> {
                darkMode();
                return !linesWith(log, "FLIP-CORE-0072").isEmpty();
            });
            server.http().stop();
            await().atMost(LIMIT).until(() -> !linesWith(log, "FLIP-CORE-0011").isEmpty());
            assertThat(linesWith(log, "FLIP-CORE-0002")).isEmpty();
        }
    }

    private static List<String> linesWith(LogCapture log, String text) {
        return log.lines().stream().filter(line -> line.contains(text)).toList();
    }

    /** Failure policy 35. */
    @Test
    void givesUpWaitingForAServerThatDoesNotAnswer() {
        server.http().on("POST " + EVALUATION, exchange -> {});
        provider = builder().initTimeout(Duration.ofMillis(200)).build();
        assertThatThrownBy(() -> api.setProviderAndWait(provider))
                .isInstanceOf(GeneralError.class)
                .hasMessageContaining("did not answer within 200 ms");
    }

    /** Failure policy 36. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void isFatalIfTheKeyIsRefused(int status) {
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(status, "{\"errorCode\":\"GENERAL\"}"));
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(status, "{}"));
        assertThatThrownBy(() -> api.setProviderAndWait(provider))
                .isInstanceOf(FatalError.class)
                .hasMessageContaining("flipswitch.api-key")
                .hasMessageNotContaining("secret-key");
        assertThat(client.getProviderState()).isEqualTo(ProviderState.FATAL);
    }

    @Test
    void reportsAServerWithoutAStream() {
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(404, "{}"));
        api.setProviderAndWait(provider);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.ERROR);
    }

    @Test
    void asksForNoStreamAfter204UntilReconnectIsCalled() { // failure policy 8 and 24
        server.http().enqueue("GET " + EVENTS, exchange -> exchange.respond(204, ""));
        provider = builder().enablePollingFallback(false).build();
        api.setProviderAndWait(provider);
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(provider.getSseStatus()).isEqualTo(SseStatus.DISCONNECTED);

        provider.reconnect();

        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
    }

    @Test
    void closesTheStreamOnShutdownAndTriesNothingMore() {
        connect();
        var stream = server.awaitClient(LIMIT);
        provider.shutdown();
        provider.shutdown();
        stream.awaitClosedByClient(LIMIT);
        assertThat(provider.getSseStatus()).isEqualTo(SseStatus.DISCONNECTED);
        await().atMost(LIMIT).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("flipswitch-")));
    }

    @Test
    void saysThatItLivesOnce() {
        provider.shutdown();
        assertThatThrownBy(() -> provider.initialize(new ImmutableContext()))
                .isInstanceOf(GeneralError.class)
                .hasMessageContaining("build a new one");
    }
}
