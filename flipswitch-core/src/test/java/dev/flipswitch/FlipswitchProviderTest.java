package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.Request;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider as an application sees it, through OpenFeature's API. OpenFeature specification, sections 2 and 5. */
class FlipswitchProviderTest extends ProviderFixture {
    @Test
    void fallsBackAtOnceWhereAnAnswerHoldsANumberThatWouldTakeLongToRead() {
        connect();
        server.answer("page", 200, "{\"key\":\"page\",\"reason\":\"STATIC\",\"value\":" + "9".repeat(1_000_000) + "}");

        var details = client.getIntegerDetails("page", 5);

        assertThat(details.getValue()).isEqualTo(5);
        assertThat(details.getErrorMessage())
                .contains("has a number of 1000000 characters")
                .contains("line 1, column");
    }

    @Test
    void asksForAFlagOnce() {
        server.set("dark-mode", "true");
        connect();
        assertThat(darkMode()).isTrue();
        assertThat(darkMode()).isTrue();
        assertThat(server.evaluations("dark-mode")).isEqualTo(1);
    }

    @Test
    void hasTheNewValueAfterAFlagUpdatedEvent() throws InterruptedException {
        BlockingQueue<EventDetails> events = new LinkedBlockingQueue<>();
        client.onProviderConfigurationChanged(events::add);
        server.set("dark-mode", "false");
        server.set("other", "false");
        connect();
        assertThat(darkMode()).isFalse();
        client.getBooleanValue("other", false);

        server.change("dark-mode", "true");

        EventDetails event = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getFlagsChanged()).containsExactly("dark-mode");
        assertThat(darkMode()).isTrue();
        client.getBooleanValue("other", false);
        assertThat(server.evaluations("other")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: config-updated\ndata: {\"reason\":\"segment-modified\"}\n\n",
                "event: flag-change\ndata: {\"flagKey\":null}\n\n",
                "event: flag-updated\ndata: no JSON\n\n",
                "event: flag-updated\ndata: OVERSIZED\n\n"
            })
    void dropsEverythingWhenAnyFlagMayHaveChanged(String event) {
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(changes::add);
        server.set("dark-mode", "false");
        connect();
        darkMode();
        server.set("dark-mode", "true");
        changes.clear();

        server.send(event.replace("OVERSIZED", "x".repeat(1 << 20)));

        await().atMost(LIMIT)
                .until(() -> changes.stream().anyMatch(change -> change.key().equals("dark-mode")));
        assertThat(darkMode()).isTrue();
    }

    @Test
    void takesTheFlagChangeEventOfOlderServers() {
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(changes::add);
        connect();
        server.send("event: flag-change\ndata: {\"flagKey\":\"dark-mode\",\"new\":1}\n\n");
        await().atMost(LIMIT)
                .until(() -> changes.stream().anyMatch(change -> change.key().equals("dark-mode")));
    }

    @Test
    void tellsListenersInTheOrderOfTheChangesAndAfterTheyAreVisible() {
        List<String> keys = new CopyOnWriteArrayList<>();
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(change -> {
            throw new IllegalStateException("a listener that fails must not keep others from being told");
        });
        provider.addFlagChangeListener(change -> {
            keys.add(change.key());
            seen.add(client.getBooleanValue("dark-mode", false));
        });
        server.set("dark-mode", "false");
        connect();
        darkMode();
        seen.clear();

        server.change("dark-mode", "true");
        IntStream.range(0, 200)
                .forEach(i -> server.send("event: flag-updated\ndata: {\"flagKey\":\"flag-" + i + "\"}\n\n"));

        await().atMost(LIMIT).until(() -> keys.size() == 201);
        assertThat(keys.subList(1, 201))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "flag-" + i).toList());
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void isToldNothingMoreByARemovedListener() {
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        List<FlagChange> others = new CopyOnWriteArrayList<>();
        java.util.function.Consumer<FlagChange> listener = changes::add;
        provider.addFlagChangeListener(listener);
        provider.addFlagChangeListener(others::add);
        provider.removeFlagChangeListener(listener);
        connect();
        server.change("dark-mode", "true");
        await().atMost(LIMIT).until(() -> !others.isEmpty());
        assertThat(changes).isEmpty();
    }

    @Test
    void givesEachTypeAsItsOwn() {
        server.set("b", "true");
        server.set("s", "\"text\"");
        server.set("i", "42");
        server.set("l", "5000000000");
        server.set("d", "1.0");
        server.set("o", "{\"a\":[1,{\"b\":null}]}");
        connect();
        assertThat(client.getBooleanValue("b", false)).isTrue();
        assertThat(client.getStringValue("s", "")).isEqualTo("text");
        assertThat(client.getIntegerValue("i", 0)).isEqualTo(42);
        assertThat(client.getLongValue("l", 0L)).isEqualTo(5_000_000_000L);
        assertThat(client.getDoubleValue("d", 0.0)).isEqualTo(1.0);
        Value object = client.getObjectValue("o", new Value());
        assertThat(object.asStructure().getValue("a").asList().get(0).asInteger())
                .isEqualTo(1);
        assertThat(client.getObjectValue("b", new Value()).asBoolean()).isTrue();
    }

    @Test
    void refusesAValueOfAnotherTypeOrOneThatDoesNotFit() {
        server.set("s", "\"text\"");
        server.set("l", "5000000000");
        connect();
        assertThat(client.getBooleanDetails("s", true).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getBooleanDetails("s", true).getErrorMessage()).contains("'s'", "a string", "a boolean");
        assertThat(client.getIntegerDetails("l", 7).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getIntegerValue("l", 7)).isEqualTo(7);
    }

    @Test
    void givesLongsExactlyAndRefusesNumbersThatNoTypeHolds() {
        server.set("exact", "9007199254740993"); // 2^53 + 1, which no double holds
        server.set("largest", "9223372036854775807");
        server.set("beyond", "9223372036854775808");
        server.set("huge", "1e400");
        server.set("whole", "10.0");
        connect();
        assertThat(client.getLongValue("exact", 0L)).isEqualTo(9_007_199_254_740_993L);
        assertThat(client.getLongValue("largest", 0L)).isEqualTo(Long.MAX_VALUE);
        assertThat(client.getLongDetails("beyond", 7L).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getDoubleDetails("exact", 7.0).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getDoubleDetails("huge", 7.0).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getDoubleValue("whole", 7.0)).isEqualTo(10.0);
    }

    @Test
    void readsANumberWithoutAFractionAsAnIntegerHoweverItIsWritten() {
        List<String> tens = List.of("10", "10.0", "10.000", "1e1", "1E+1", "100e-1");
        List<String> fractions = List.of(
                "10.5", "1e-1", "0.1", "1.0000000000000000000001", "9007199254740993.5", "1e-400", "-1e-999999999");
        server.set("no-double-of-66-bits", "36893488147419103233"); // 2^65 + 1
        server.set("double-beyond-longs", "1e300");
        server.set("beyond-int", "2147483648.0");
        server.set("no-double", "9007199254740993.0");
        tens.forEach(text -> server.set("ten-" + tens.indexOf(text), text));
        fractions.forEach(text -> server.set("fraction-" + fractions.indexOf(text), text));
        connect();
        for (int i = 0; i < tens.size(); i++) {
            assertThat(client.getIntegerValue("ten-" + i, 7)).isEqualTo(10);
            assertThat(client.getLongValue("ten-" + i, 7L)).isEqualTo(10L);
            assertThat(client.getDoubleValue("ten-" + i, 7.0)).isEqualTo(10.0);
        }
        for (int i = 0; i < fractions.size(); i++) {
            assertThat(client.getIntegerDetails("fraction-" + i, 7).getErrorCode())
                    .isEqualTo(ErrorCode.TYPE_MISMATCH);
            assertThat(client.getLongDetails("fraction-" + i, 7L).getErrorCode())
                    .isEqualTo(ErrorCode.TYPE_MISMATCH);
            assertThat(client.getDoubleValue("fraction-" + i, 7.0)).isEqualTo(Double.parseDouble(fractions.get(i)));
        }
        assertThat(client.getDoubleDetails("no-double-of-66-bits", 7.0).getErrorCode())
                .isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getDoubleValue("double-beyond-longs", 7.0)).isEqualTo(1e300);
        assertThat(client.getIntegerDetails("beyond-int", 7).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getLongValue("beyond-int", 7L)).isEqualTo(2_147_483_648L);
        assertThat(client.getLongValue("no-double", 7L)).isEqualTo(9_007_199_254_740_993L);
        assertThat(client.getDoubleDetails("no-double", 7.0).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void givesTheDefaultOfTheCodeInEachType() {
        server.answer("by-code", 200, "{\"key\":\"by-code\",\"value\":null,\"reason\":\"DISABLED\"}");
        connect();
        assertThat(client.getBooleanValue("by-code", true)).isTrue();
        assertThat(client.getStringValue("by-code", "d")).isEqualTo("d");
        assertThat(client.getIntegerValue("by-code", 7)).isEqualTo(7);
        assertThat(client.getLongValue("by-code", 7L)).isEqualTo(7L);
        assertThat(client.getDoubleValue("by-code", 7.0)).isEqualTo(7.0);
        assertThat(client.getObjectValue("by-code", new Value("d")).asString()).isEqualTo("d");
        assertThat(client.getObjectDetails("by-code", new Value()).getReason()).isEqualTo("DISABLED");
    }

    @Test
    void passesOnWhatTheServerSaysOfAFlag() {
        server.answer(
                "dark-mode",
                200,
                """
                {"key":"dark-mode","value":true,"reason":"TARGETING_MATCH","variant":"on",
                 "metadata":{"flagType":"boolean","version":3,"share":0.5,"beta":false}}""");
        server.answer("by-code", 200, "{\"key\":\"by-code\",\"reason\":\"DISABLED\"}");
        server.answer(
                "unknown", 404, "{\"key\":\"unknown\",\"errorCode\":\"FLAG_NOT_FOUND\",\"errorDetails\":\"none\"}");
        connect();
        var details = client.getBooleanDetails("dark-mode", false);
        assertThat(details.getVariant()).isEqualTo("on");
        assertThat(details.getReason()).isEqualTo("TARGETING_MATCH");
        assertThat(details.getFlagMetadata().asUnmodifiableMap())
                .isEqualTo(Map.of("flagType", "boolean", "version", 3, "share", 0.5, "beta", false));
        assertThat(client.getBooleanDetails("by-code", true).getValue()).isTrue();
        assertThat(client.getBooleanDetails("by-code", true).getErrorCode()).isNull();
        assertThat(client.getBooleanDetails("unknown", true).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    }

    @Test
    void sendsTheContextAndKeepsTheAnswersApart() {
        server.set("dark-mode", "true");
        connect();
        client.getBooleanValue("dark-mode", false, new ImmutableContext("anna", Map.of("age", new Value(42))));
        client.getBooleanValue("dark-mode", false, new ImmutableContext("ben"));
        client.getBooleanValue("dark-mode", false, new ImmutableContext("anna", Map.of("age", new Value(42))));
        assertThat(server.http().requests().stream()
                        .filter(request -> request.path().endsWith("/dark-mode"))
                        .map(Request::bodyText))
                .containsExactly(
                        "{\"context\":{\"age\":42,\"targetingKey\":\"anna\"}}",
                        "{\"context\":{\"targetingKey\":\"ben\"}}");
    }

    @Test
    void introducesItself() {
        connect();
        Request request = server.http().awaitRequest(EVENTS, LIMIT);
        assertThat(request.header("X-API-Key")).contains("secret-key");
        assertThat(request.header("X-Flipswitch-SDK").orElse("")).matches("java/\\d+\\.\\d+\\.\\d+.*");
        assertThat(request.header("X-Flipswitch-Features")).contains("sse=true");
    }

    @Test
    void worksBehindABaseUrlWithAPath() {
        server.http().on("POST /base/path" + EVALUATION, exchange -> exchange.respond(200, "{\"flags\":[]}"));
        server.http().on("GET /base/path" + EVENTS, Exchange::openEventStream);
        provider = builder().baseUrl(server.baseUrl() + "/base/path/").build();
        connect();
        assertThat(provider.getSseStatus()).isEqualTo(SseStatus.CONNECTED);
    }

    @Test
    void pollsWhereRealTimeIsOff() {
        server.set("dark-mode", "false");
        provider = builder()
                .enableRealtime(false)
                .pollingInterval(Duration.ofMillis(50))
                .build();
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(changes::add);
        api.setProviderAndWait(provider);
        assertThat(provider.getSseStatus()).isEqualTo(SseStatus.DISCONNECTED);
        assertThat(darkMode()).isFalse();

        server.set("dark-mode", "true");

        await().atMost(LIMIT).until(this::darkMode);
        await().atMost(LIMIT)
                .until(() -> changes.stream().anyMatch(change -> change.key().equals("dark-mode")));
        assertThat(server.http().requests()).noneMatch(request -> request.path().equals(EVENTS));
        assertThat(server.http().requests())
                .anyMatch(request -> request.header("If-None-Match").isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "flags.example.com",
                "ftp://flags.example.com",
                "http://",
                "http:///x",
                "http://a b",
                "http://h_x",
                "http://h:0",
                "http://h:65536",
                "https://h/?q=1"
            })
    void refusesABaseUrlThatIsNone(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().baseUrl(url))
                .withMessageContaining("baseUrl must be an absolute http or https URL")
                .withMessageContaining("'" + url.replace("q=1", "***") + "'");
    }

    @Test
    void showsNoPasswordOfABadBaseUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().baseUrl("ftp://user:pass@host"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pass"));
    }

    @Test
    void refusesNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> FlipswitchProvider.builder(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlipswitchProvider.builder("key\nwith-newline"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("with-newline"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().cacheSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S", "PT0.000999999S", "PT24H0.001S", "P110000D", "PT9223372036854775807S"})
    void refusesDurationsThatNoTimerCanBeSetTo(Duration length) {
        Map<String, BiFunction<FlipswitchProviderBuilder, Duration, FlipswitchProviderBuilder>> settings = Map.of(
                "pollingInterval", FlipswitchProviderBuilder::pollingInterval,
                "initTimeout", FlipswitchProviderBuilder::initTimeout,
                "evaluationTimeout", FlipswitchProviderBuilder::evaluationTimeout);
        settings.forEach((name, setting) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.apply(builder(), length))
                .withMessageContainingAll("FLIP-CORE-0009", name, "from 1ms to 24h", length.toString()));
    }

    @Test
    void showsItsKeyNowhere() {
        assertThat(provider.toString()).isEqualTo("FlipswitchProvider[sseStatus=DISCONNECTED]");
    }
}
