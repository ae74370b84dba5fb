package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.messages.WarningLog;
import dev.flipswitch.persistence.CacheFile;
import dev.flipswitch.persistence.Fingerprints;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider after a restart, with the last known values of a cache file. OpenFeature specification, section 5. */
class ProviderCacheFileTest extends ProviderFixture {
    private static final EvaluationContext ANNA =
            new ImmutableContext("anna", Map.of("email", new Value("anna@example.com")));
    private static final EvaluationContext BEN = new ImmutableContext("ben");

    @TempDir
    Path folder;

    Path file;
    final WarningLog log = new WarningLog();

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("flags.json");
    }

    @AfterEach
    void closeTheLog() {
        log.close();
    }

    private FlipswitchProvider newProvider() {
        return builder().cacheFile(file).build();
    }

    /** A process that asks for flags and ends. */
    private void run(Runnable evaluations) {
        provider = newProvider();
        connect();
        evaluations.run();
        provider.shutdown();
    }

    /** The next process. */
    private void restart() {
        provider = newProvider();
        api.setProviderAndWait(provider);
    }

    /** The next process, which the server leaves without an answer. */
    private void restartUnanswered() {
        provider = builder().initTimeout(Duration.ofMillis(500)).cacheFile(file).build();
        api.setProviderAndWait(provider);
    }

    private String reason(String flag) {
        return client.getBooleanDetails(flag, false).getReason();
    }

    /** Failure policy 37. */
    @Test
    void hasTheLastKnownValuesAfterARestartWithTheServerDown() {
        server.set("dark-mode", "true");
        server.answer("unknown", 404, "{\"key\":\"unknown\",\"errorCode\":\"FLAG_NOT_FOUND\"}");
        run(() -> {
            darkMode();
            client.getBooleanValue("unknown", false);
        });
        server.http().stop();

        restart();

        assertThat(darkMode()).isTrue();
        assertThat(reason("dark-mode")).isEqualTo("STALE");
        assertThat(client.getBooleanDetails("dark-mode", false).getVariant()).isEqualTo("v");
        assertThat(client.getBooleanDetails("unknown", true).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(client.getBooleanDetails("never-asked-for", true).getErrorCode())
                .isEqualTo(ErrorCode.GENERAL);
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(log.lines("FLIP-CORE-0028")).hasSize(1);
        assertThat(log.lines("FLIP-CORE-005")).isEmpty();
    }

    /** Failure policy 37. */
    @Test
    void hasFreshValuesAndTellsOfAChangeOnceTheServerIsBack() {
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        server.set("dark-mode", "true");
        run(this::darkMode);
        server.http().stop();
        restart();
        provider.addFlagChangeListener(changes::add);
        assertThat(darkMode()).isTrue();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);

        server.set("dark-mode", "false");
        server.http().start();

        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        await().atMost(LIMIT).until(() -> !darkMode());
        assertThat(reason("dark-mode")).isEqualTo("STATIC");
        await().atMost(LIMIT)
                .until(() -> changes.stream().anyMatch(change -> change.key().equals("dark-mode")));
    }

    /** Failure policy 37. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void isStaleAndNotFatalIfTheKeyIsRefused(int status) {
        server.set("dark-mode", "true");
        run(this::darkMode);
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(status, "{}"));
        server.http().on("POST " + EVALUATION + "/dark-mode", exchange -> exchange.respond(status, "{}"));
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(status, "{}"));

        restart();

        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(darkMode()).isTrue();
        assertThat(reason("dark-mode")).isEqualTo("STALE");
        await().atMost(LIMIT).until(() -> !log.lines("SEVERE").isEmpty());
        assertThat(log.lines("SEVERE")).hasSize(1);
    }

    /** Failure policy 37. */
    @Test
    void waitsForNoDeadlineWhileTheServerDoesNotAnswer() {
        server.set("dark-mode", "true");
        run(this::darkMode);
        CountDownLatch asked = new CountDownLatch(1);
        server.http().on("POST " + EVALUATION, exchange -> {});
        server.http().on("POST " + EVALUATION + "/dark-mode", exchange -> asked.countDown());
        server.http().on("GET " + EVENTS, exchange -> {});

        restartUnanswered();

        assertThat(darkMode()).isTrue();
        assertThat(reason("dark-mode")).isEqualTo("STALE");
        assertThat(asked.getCount()).isEqualTo(1);
    }

    @Test
    void isReadyIfOnlyItsFirstQuestionWentUnanswered() {
        server.set("dark-mode", "true");
        run(this::darkMode);
        server.http().enqueue("POST " + EVALUATION, exchange -> {});

        restartUnanswered();

        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        await().during(Duration.ofMillis(300))
                .atMost(LIMIT)
                .until(() -> client.getProviderState() == ProviderState.READY);
        assertThat(reason("dark-mode")).isEqualTo("STATIC");
    }

    @Test
    void keepsContextsApartAndShowsNothingOfThem() throws IOException {
        server.set("dark-mode", "true");
        run(() -> client.getBooleanValue("dark-mode", false, ANNA));
        server.set("dark-mode", "false");
        run(() -> client.getBooleanValue("dark-mode", true, BEN));
        assertThat(Files.readString(file))
                .contains("dark-mode")
                .doesNotContain("secret-key")
                .doesNotContain("anna")
                .doesNotContain("ben\"")
                .doesNotContain("email")
                .doesNotContain(server.baseUrl());
        server.http().stop();

        restart();

        assertThat(client.getBooleanValue("dark-mode", false, ANNA)).isTrue();
        assertThat(client.getBooleanValue("dark-mode", true, BEN)).isFalse();
        assertThat(client.getBooleanDetails("dark-mode", false).getErrorCode()).isEqualTo(ErrorCode.GENERAL);
    }

    @Test
    void keepsTypesAndMetadata() {
        server.set("i", "10");
        server.set("l", "5000000000");
        server.set("d", "10000000000.0");
        server.answer("by-code", 200, "{\"key\":\"by-code\",\"reason\":\"DISABLED\",\"metadata\":{\"version\":3}}");
        run(() -> List.of("i", "l", "d", "by-code").forEach(flag -> client.getObjectValue(flag, new Value())));
        server.http().stop();

        restart();

        assertThat(client.getIntegerDetails("i", 0).getValue()).isEqualTo(10);
        assertThat(client.getLongValue("l", 0L)).isEqualTo(5_000_000_000L);
        assertThat(client.getDoubleValue("d", 0.0)).isEqualTo(1e10);
        assertThat(client.getLongValue("d", 0L)).isEqualTo(10_000_000_000L);
        var byCode = client.getBooleanDetails("by-code", true);
        assertThat(byCode.getValue()).isTrue();
        assertThat(byCode.getErrorCode()).isNull();
        assertThat(byCode.getReason()).isEqualTo("STALE");
        assertThat(byCode.getFlagMetadata().getInteger("version")).isEqualTo(3);
    }

    @Test
    void keepsAllFlagsOfAContext() {
        server.set("dark-mode", "true");
        server.set("limit", "10");
        run(() -> provider.evaluateAll(ANNA));
        server.http().stop();

        restart();

        var all = provider.evaluateAll(ANNA);
        assertThat(all).containsOnlyKeys("dark-mode", "limit");
        assertThat(all.values()).allMatch(details -> "STALE".equals(details.getReason()));
        assertThat(all.values().stream().map(details -> details.getValue().asObject()))
                .containsExactly(true, 10);
        assertThatThrownBy(() -> provider.evaluateAll(BEN)).isInstanceOf(GeneralError.class);
    }

    @Test
    void keepsWhatWasNotAskedForThroughSeveralRestarts() {
        server.set("a", "true");
        server.set("b", "true");
        run(() -> client.getBooleanValue("a", false));
        run(() -> client.getBooleanValue("b", false));
        server.http().stop();
        restart();
        client.getBooleanValue("b", false);
        provider.shutdown();

        restart();

        assertThat(client.getBooleanValue("a", false)).isTrue();
        assertThat(client.getBooleanValue("b", false)).isTrue();
    }

    @Test
    void writesWhileItRuns() {
        server.set("dark-mode", "true");
        provider = newProvider();
        connect();
        darkMode();
        await().atMost(LIMIT).until(() -> Files.exists(file));
        CacheFile written = new CacheFile(file, () -> fingerprint("secret-key"));
        await().atMost(LIMIT).until(() -> written.read().single().size() == 1);
    }

    private String fingerprint(String key) {
        var settings = new ProviderSettings(
                () -> key, server.baseUrl(), Map.of(), true, true, 0, LIMIT, LIMIT, LIMIT, 1, null, file);
        return Fingerprints.ofEnvironment(settings);
    }

    @Test
    void tellsEnvironmentsApart() {
        server.set("dark-mode", "true");
        run(this::darkMode);
        server.http().stop();
        provider = patient(FlipswitchProvider.builder("another-key"))
                .baseUrl(server.baseUrl())
                .cacheFile(file)
                .build();
        assertThatThrownBy(() -> api.setProviderAndWait(provider)).isInstanceOf(GeneralError.class);
        assertThat(darkMode()).isFalse();
        assertThat(log.lines("FLIP-CORE-0050")).hasSize(1).allMatch(line -> line.contains("another flag server"));
        assertThat(log.lines("-key")).noneMatch(line -> line.contains("another-key") || line.contains("secret-key"));
    }

    /** Failure policy 51. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{\"format\":1,", "no JSON"})
    void startsWithADamagedFileAsWithNone(String text) throws IOException {
        Files.writeString(file, text);
        server.set("dark-mode", "true");
        run(() -> assertThat(darkMode()).isTrue());
        assertThat(log.lines("")).hasSize(1).allMatch(line -> line.contains("FLIP-CORE-0050"));
        server.http().stop();
        provider = newProvider();
        if (text.equals("no JSON")) {
            assertThatThrownBy(() -> api.setProviderAndWait(provider)).isInstanceOf(GeneralError.class);
        } else {
            api.setProviderAndWait(provider);
            assertThat(darkMode()).isTrue();
        }
    }

    /** Failure policy 52. */
    @Test
    void goesOnIfTheFileCannotBeWritten() {
        file = folder.resolve("missing").resolve("flags.json");
        server.set("dark-mode", "true");
        run(() -> assertThat(darkMode()).isTrue());
        assertThat(log.lines("")).hasSize(1).allMatch(line -> line.contains("FLIP-CORE-0051"));
    }

    @Test
    void writesNothingIfItWasNeverUsed() {
        newProvider().shutdown();
        assertThat(folder).isEmptyDirectory();
    }

    /** Failure policy 54. */
    @Test
    void waitsNoLongerThanASecondForADiskThatHangs() {
        provider = builder()
                .initTimeout(Duration.ofMillis(500))
                .cacheFile(file)
                .executor(task -> {}) // no thread comes back from the disk
                .build();
        assertThatThrownBy(() -> provider.initialize(new ImmutableContext())).isInstanceOf(GeneralError.class);
        assertThat(CompletableFuture.runAsync(provider::shutdown)).succeedsWithin(LIMIT);
        assertThat(log.lines("")).hasSize(1).allMatch(line -> line.contains("FLIP-CORE-0051"));
    }

    /** Failure policy 53. */
    @Test
    void sharesAFileWithAnotherProviderOfTheProcess() {
        server.set("dark-mode", "true");
        OpenFeatureAPI other = OpenFeatureAPI.createIsolated();
        FlipswitchProvider second = newProvider();
        other.setProviderAndWait(second);
        other.getClient().getBooleanValue("dark-mode", false, BEN);
        run(this::darkMode);
        other.shutdown();
        server.http().stop();

        restart();

        assertThat(client.getBooleanValue("dark-mode", false, BEN)).isTrue();
        assertThat(log.lines("FLIP-CORE-005")).isEmpty();
    }
}
