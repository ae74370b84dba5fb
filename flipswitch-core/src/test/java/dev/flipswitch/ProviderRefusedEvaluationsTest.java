package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Handler;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ProviderState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The event stream lives, and evaluations are not answered; or the other way round. */
class ProviderRefusedEvaluationsTest extends ProviderFixture {
    private static final String CONFIG_UPDATED = "event: config-updated\ndata: {}\n\n";

    private static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("(status 401)", (Handler) exchange -> exchange.respond(401, "{}")),
                Arguments.of("status 500", (Handler) exchange -> exchange.respond(500, "{}")),
                Arguments.of("no JSON object", (Handler) exchange -> exchange.respond(200, "<html>")),
                Arguments.of("no JSON object", (Handler) exchange -> exchange.respond(200, "[]")),
                Arguments.of("did not answer within 700 ms; check flipswitch.base-url", (Handler) exchange -> {}));
    }

    private void start() {
        start(Duration.ofMillis(700));
    }

    private void start(Duration evaluationTimeout) {
        provider = FlipswitchProvider.builder("secret-key")
                .baseUrl(server.baseUrl())
                .initTimeout(LIMIT)
                .evaluationTimeout(evaluationTimeout)
                .build();
        server.set("dark-mode", "true");
        connect();
        server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(this::darkMode);
    }

    /** Failure policy 63. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void saysOnceThatEvaluationsAreRefusedAndOnceThatTheyAreAnsweredAgain(String reason, Handler refusal) {
        start();
        try (LogRecorder log = new LogRecorder()) {
            server.http().on("POST " + EVALUATION + "/dark-mode", refusal);
            server.send(CONFIG_UPDATED);
            await().atMost(LIMIT).until(() -> {
                darkMode();
                return client.getProviderState() == ProviderState.STALE;
            });
            assertThat(darkMode()).isTrue();
            assertThat(provider.getServerContact().lostSince()).isPresent();
            assertThat(provider.getSseStatus()).isEqualTo(SseStatus.CONNECTED);
            assertThat(log.linesWith("FLIP-CORE-0072"))
                    .singleElement()
                    .asString()
                    .startsWith("SEVERE")
                    .contains("'dark-mode'", reason);

            server.set("dark-mode", "true");

            await("it asks again by itself")
                    .atMost(LIMIT)
                    .until(() -> client.getProviderState() == ProviderState.READY);
            assertThat(provider.getServerContact().lostSince()).isEmpty();
            assertThat(log.linesWith("FLIP-CORE-0072")).hasSize(1);
            assertThat(log.linesWith("FLIP-CORE-0073")).hasSize(1);
        }
    }

    /** Failure policy 63. */
    @Test
    void saysThatEvaluationsAreAnsweredAgainAsOftenAsThatTheyAreNot() {
        start();
        try (LogRecorder log = new LogRecorder()) {
            for (int status : new int[] {500, 401, 404, 429, 500}) {
                server.http().on("POST " + EVALUATION + "/dark-mode", exchange -> exchange.respond(status, "[]"));
                server.send(CONFIG_UPDATED);
                await().atMost(LIMIT).until(() -> {
                    darkMode();
                    return client.getProviderState() == ProviderState.STALE;
                });
                server.set("dark-mode", "true");
                await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
            }
            assertThat(log.linesWith("FLIP-CORE-0072")).hasSizeGreaterThanOrEqualTo(3);
            await("the state is told first")
                    .atMost(LIMIT)
                    .until(() -> log.linesWith("FLIP-CORE-0073").size()
                            == log.linesWith("FLIP-CORE-0072").size());
        }
    }

    /** Failure policy 57. */
    @Test
    void saysOnceThatAnyFlagMayHaveChangedHoweverLongItIsNotAnsweredWhich() {
        List<List<String>> changes = new CopyOnWriteArrayList<>();
        start();
        client.onProviderConfigurationChanged(event -> changes.add(event.getFlagsChanged()));
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(500, "{}"));
        long before = bulkRequests();
        server.send(CONFIG_UPDATED);
        await().atMost(LIMIT).until(() -> bulkRequests() >= before + 3);
        await().atMost(LIMIT).until(() -> !changes.isEmpty());
        assertThat(changes).hasSize(1);
        server.send(CONFIG_UPDATED); // is news
        await().atMost(LIMIT).until(() -> changes.size() == 2);
    }

    private long bulkRequests() {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(EVALUATION))
                .count();
    }

    /** Failure policy 63: the state stays, since single flags are answered. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"flags\":{}}", "{\"flags\":null}", "{\"flags\":\"x\"}", "[]", "\"x\"", "1"})
    void saysOnceThatAllFlagsAtOnceCannotBeHad(String answer) {
        start(LIMIT);
        try (LogRecorder log = new LogRecorder()) {
            server.http().on("POST " + EVALUATION, exchange -> exchange.respond(200, answer));
            long before = bulkRequests();
            server.send(CONFIG_UPDATED);
            await().atMost(LIMIT).until(() -> bulkRequests() >= before + 2);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(log.linesWith("FLIP-CORE-0072"))
                    .singleElement()
                    .asString()
                    .contains("did not evaluate the flags: what answers", "is no flag server"));
            assertThat(darkMode()).isTrue();
            assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
        }
    }

    /** Failure policy 58. */
    @Test
    void warnsOnceThatTheContextsSupplierFailsAlsoWhereOnlyEvaluationsAskIt() {
        AtomicBoolean failing = new AtomicBoolean();
        provider = builder()
                .evaluationContext(() -> {
                    if (failing.get()) {
                        throw new IllegalStateException("no user");
                    }
                    return new ImmutableContext();
                })
                .build();
        connect();
        failing.set(true);
        try (LogRecorder log = new LogRecorder()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.getBooleanDetails("dark-mode", false).getErrorMessage())
                        .isNotNull();
            }
            assertThat(log.linesWith("FLIP-CORE-0054")).hasSize(1);
            failing.set(false);
            darkMode();
            failing.set(true);
            darkMode();
            assertThat(log.linesWith("FLIP-CORE-0054")).hasSize(2);
        }
    }

    @Test
    void saysAFewTimesThatEventsCannotBeRead() {
        connect();
        try (LogRecorder log = new LogRecorder()) {
            server.awaitClient(LIMIT);
            server.send("event: flag-updated\ndata: {\n\n".repeat(10_000));
            server.change("dark-mode", "true");
            await().atMost(LIMIT).until(this::darkMode);
            assertThat(log.linesWith("FLIP-CORE-0015")).hasSizeBetween(1, 10);
        }
    }

    /** Failure policy 62. */
    @ParameterizedTest
    @ValueSource(ints = {500, 200})
    void asksForOneOfManyValuesOfAFlagThatCannotBeEvaluatedAtATime(int status) {
        start(LIMIT);
        server.set("other", "true");
        server.http().on("POST " + EVALUATION + "/broken", exchange -> exchange.respond(status, "<html>"));
        askForManyUsers(List.of("broken"));
        assertThat(requestsFor("broken")).isBetween(5L, 60L);
        assertThat(client.getBooleanValue("other", false)).isTrue();
    }

    /** Failure policy 62. */
    @Test
    void asksForOneValueAtATimeOnceManyFlagsCannotBeEvaluatedAndForAllOnceTheyCan() {
        start(LIMIT);
        List<String> flags = IntStream.range(0, 30).mapToObj(i -> "broken-" + i).toList();
        flags.forEach(
                flag -> server.http().on("POST " + EVALUATION + "/" + flag, exchange -> exchange.respond(500, "{}")));
        askForManyUsers(flags);
        assertThat(requestsFor("broken-")).isBetween(25L, 300L);
        flags.forEach(flag -> server.set(flag, "true"));
        await().atMost(LIMIT).until(() -> flags.stream().allMatch(flag -> client.getBooleanValue(flag, false)));
    }

    /** Failure policy 62: though each flag fails once only. */
    @ParameterizedTest
    @CsvSource({
        "500, {}",
        "500, <html>",
        "400, hello",
        "400, {}",
        "404, <html>",
        "405, {}",
        "418, hello",
        "302, ''",
        "200, <html>",
        "200, []"
    })
    void asksForOneValueAtATimeOnceNoFlagOfManyCanBeEvaluated(int status, String body) {
        start(LIMIT);
        List<String> flags =
                IntStream.range(0, 1000).mapToObj(i -> "broken-" + i).toList();
        flags.forEach(flag ->
                server.http().on("POST " + EVALUATION + "/" + flag, exchange -> exchange.respond(status, body)));
        askForManyUsers(flags);
        assertThat(requestsFor("broken-")).isBetween(25L, 200L);
        flags.forEach(flag -> server.set(flag, "true"));
        await().atMost(LIMIT).until(() -> client.getBooleanValue("broken-0", false));
        assertThat(darkMode()).isTrue();
    }

    /** Failure policy 62. */
    @Test
    void asksForAllValuesOfFlagsThatAreAnsweredAnError() {
        start(LIMIT);
        List<String> flags = IntStream.range(0, 200).mapToObj(i -> "flag-" + i).toList();
        for (String flag : flags) {
            String error = flag.endsWith("1") ? "TARGETING_KEY_MISSING" : "FLAG_NOT_FOUND";
            int status = flag.endsWith("1") ? 400 : 404;
            server.http()
                    .on(
                            "POST " + EVALUATION + "/" + flag,
                            exchange -> exchange.respond(status, "{\"errorCode\":\"" + error + "\"}"));
        }
        flags.forEach(flag -> client.getBooleanValue(flag, false));
        assertThat(requestsFor("flag-")).isEqualTo(200);
    }

    /** Failure policy 62. */
    @Test
    void asksForOtherFlagsHoweverOftenOneFails() {
        start(LIMIT);
        List<String> flags = IntStream.range(0, 100).mapToObj(i -> "good-" + i).toList();
        flags.forEach(flag -> server.set(flag, "true"));
        server.http().on("POST " + EVALUATION + "/broken", exchange -> exchange.respond(404, "<html>"));
        for (String flag : flags) {
            for (int i = 0; i < 30; i++) {
                client.getBooleanValue("broken", true, new ImmutableContext(flag + i));
            }
            assertThat(client.getBooleanValue(flag, false)).isTrue();
        }
    }

    private void askForManyUsers(List<String> flags) {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        CompletableFuture.allOf(IntStream.range(0, 2000)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> client.getBooleanValue(
                                        flags.get(i % flags.size()), true, new ImmutableContext("user-" + i)),
                                threads))
                        .toArray(CompletableFuture[]::new))
                .orTimeout(LIMIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
        threads.shutdown();
    }

    private long requestsFor(String flag) {
        return server.http().requests().stream()
                .filter(request -> request.path().startsWith(EVALUATION + "/" + flag))
                .count();
    }

    /** Failure policy 62. */
    @Test
    void asksAServerThatIsAwayForOneOfManyUnknownValuesAtATime() {
        start();
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(503, "{}"));
        IntStream.range(0, 200)
                .forEach(i -> server.http().on("POST " + EVALUATION + "/unknown-" + i, exchange -> {})); // silent
        server.breakStreams();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        CompletableFuture.allOf(IntStream.range(0, 200)
                        .mapToObj(i ->
                                CompletableFuture.runAsync(() -> client.getBooleanValue("unknown-" + i, true), threads))
                        .toArray(CompletableFuture[]::new))
                .orTimeout(LIMIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
        threads.shutdown();
        assertThat(server.http().requests().stream()
                        .filter(request -> request.path().startsWith(EVALUATION + "/unknown-"))
                        .count())
                .isBetween(1L, 20L);
    }
}
