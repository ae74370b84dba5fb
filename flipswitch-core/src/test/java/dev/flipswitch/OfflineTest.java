package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags without a server. */
class OfflineTest {
    private static final Map<String, String> NOTHING = Map.of();

    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        api.shutdown();
    }

    private Client clientOf(FlipswitchProvider provider) {
        api.setProviderAndWait(provider);
        return api.getClient();
    }

    private Client clientWith(Map<String, String> properties, Map<String, String> environment) {
        return clientOf(
                new FlipswitchOptions(properties, environment).newBuilder().build());
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("flags.json"), text).toString();
    }

    @Test
    void aSystemPropertyIsAFlag() {
        Client client = clientWith(Map.of("flipswitch.flags.dark-mode", "true"), NOTHING);

        FlagEvaluationDetails<Boolean> details = client.getBooleanDetails("dark-mode", false);

        assertThat(details.getValue()).isTrue();
        assertThat(details.getReason()).isEqualTo("STATIC");
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
    }

    @Test
    void anUnknownFlagHasTheCodesDefault() {
        Client client = clientWith(Map.of("flipswitch.flags.dark-mode", "true"), NOTHING);

        FlagEvaluationDetails<Boolean> details = client.getBooleanDetails("other", true);

        assertThat(details.getValue()).isTrue();
        assertThat(details.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "0.1", "1e-1", "[1", "{\"a\":1"})
    void refusesNumbersThatWouldTakeLongToRead(String begin) throws IOException {
        String end = begin.startsWith("[") ? "]" : begin.startsWith("{") ? "}" : "";
        String value = begin + "0".repeat(1_000_000) + end;
        String object = "{\"ok\":1,\n\"page\":" + value + "}";

        assertThatThrownBy(() -> clientWith(Map.of("flipswitch.flags.page", value), NOTHING))
                .hasMessageContaining("FLIP-CORE-0060")
                .hasMessageContaining("flipswitch.flags.page")
                .hasMessageContaining("line 1, column");
        assertThatThrownBy(() -> clientWith(NOTHING, Map.of("FLIPSWITCH_FLAGS", object)))
                .hasMessageContaining("FLIPSWITCH_FLAGS")
                .hasMessageContaining("line 2, column");
        String file = file(object);
        assertThatThrownBy(() -> clientWith(NOTHING, Map.of("FLIPSWITCH_OFFLINE_FILE", file)))
                .hasMessageContaining("FLIPSWITCH_OFFLINE_FILE")
                .hasMessageContaining("where 1000 are the most (line 2, column");
    }

    @Test
    void readsTheLargestExponentsAtOnce() {
        Client client = clientWith(
                Map.of("flipswitch.flags.huge", "1e999999999", "flipswitch.flags.tiny", "1e-999999999"), NOTHING);

        assertThat(client.getDoubleValue("tiny", 5.0)).isZero();
        assertThat(client.getDoubleValue("huge", 5.0)).isEqualTo(5.0); // out of a double's range
    }

    @Test
    void asksNoServerThoughOneIsConfigured() {
        try (FakeFlagServer server = new FakeFlagServer()) {
            server.set("dark-mode", "false");
            Client client = clientWith(
                    Map.of("flipswitch.flags.dark-mode", "true"),
                    Map.of("FLIPSWITCH_BASE_URL", server.baseUrl(), "FLIPSWITCH_API_KEY", "key"));

            assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
            assertThat(client.getBooleanValue("other", false)).isFalse();
            assertThat(server.http().requests()).isEmpty();
        }
    }

    @Test
    void aPropertyIsJsonOrElseAString() {
        Client client = clientWith(
                Map.of(
                        "flipswitch.flags.int", "10",
                        "flipswitch.flags.double", " 1.5 ",
                        "flipswitch.flags.quoted", "\"true\"",
                        "flipswitch.flags.object", "{\"limit\":3,\"on\":true}",
                        "flipswitch.flags.list", "[1,\"two\"]"),
                NOTHING);

        assertThat(client.getIntegerValue("int", 0)).isEqualTo(10);
        assertThat(client.getDoubleValue("double", 0.0)).isEqualTo(1.5);
        assertThat(client.getStringValue("quoted", "")).isEqualTo("true");
        Map<String, Value> object =
                client.getObjectValue("object", new Value()).asStructure().asMap();
        assertThat(object).containsEntry("limit", new Value(3)).containsEntry("on", new Value(true));
        assertThat(client.getObjectValue("list", new Value()).asList()).containsExactly(new Value(1), new Value("two"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"blue", "1.5abc", "1,2", "[1],[2]", "{broken", "[beta] Welcome", "\"open", "01", "True", ""})
    void aPropertyThatIsNoJsonIsAString(String text) {
        Client client = clientWith(Map.of("flipswitch.flags.text", text), NOTHING);
        assertThat(client.getStringValue("text", "default")).isEqualTo(text);
    }

    @Test
    void aVariableHoldsFlagsAsAnObject() {
        Client client = clientWith(NOTHING, Map.of("FLIPSWITCH_FLAGS", "{\"dark-mode\":true,\"limit\":3}"));
        assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
        assertThat(client.getIntegerValue("limit", 0)).isEqualTo(3);
    }

    @Test
    void aFileHoldsFlagsAsAnObject() throws IOException {
        String file = file("\uFEFF{\n  \"dark-mode\": true,\n  \"greeting\": \"grüezi\"\n}\n");
        Client client = clientWith(NOTHING, Map.of("FLIPSWITCH_OFFLINE_FILE", file));
        assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
        assertThat(client.getStringValue("greeting", "")).isEqualTo("grüezi");
    }

    @Test
    void anEmptyObjectIsOfflineWithoutFlags() {
        Client client = clientWith(NOTHING, Map.of("FLIPSWITCH_FLAGS", "{}"));
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
        assertThat(client.getBooleanDetails("dark-mode", true).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    }

    @Test
    void singlePropertiesGoBeforeTheObjectAndThisBeforeTheFile() throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put("flipswitch.offline.file", file("{\"a\":\"file\",\"b\":\"file\",\"c\":\"file\"}"));
        properties.put("flipswitch.flags.a", "property");
        Client client = clientWith(properties, Map.of("FLIPSWITCH_FLAGS", "{\"a\":\"object\",\"b\":\"object\"}"));

        assertThat(client.getStringValue("a", "")).isEqualTo("property");
        assertThat(client.getStringValue("b", "")).isEqualTo("object");
        assertThat(client.getStringValue("c", "")).isEqualTo("file");
    }

    @Test
    void saysOnceHowManyFlagsAreOfflineAndFromWhere() throws IOException {
        String file = file("{\"a\":1,\"b\":2}");
        try (LogRecorder log = new LogRecorder()) {
            clientWith(Map.of("flipswitch.offline.file", file, "flipswitch.flags.b", "3"), NOTHING);
            assertThat(log.linesWith("offline"))
                    .singleElement()
                    .asString()
                    .startsWith("INFO ")
                    .contains("2 of them", file, "flipswitch.flags.*");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": tru} | no JSON object from line 1, column 10",
                "[true] | no JSON object from line 1",
                "7 | no JSON object from line 1",
                "'' | no JSON object from line 1",
                "{} {} | no JSON object from line 1, column 4",
                "{\"a\": null} | 'a' from",
            })
    void refusesAFileThatIsNoObjectOfValues(String text, String fault) throws IOException {
        String file = file(text);
        assertThatThrownBy(() -> new FlipswitchOptions(NOTHING, Map.of("FLIPSWITCH_OFFLINE_FILE", file)).check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file)
                .hasMessageContaining("FLIPSWITCH_OFFLINE_FILE")
                .hasMessageContaining(fault)
                .hasMessageNotContaining("API key");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() ->
                        new FlipswitchOptions(Map.of("flipswitch.offline.file", missing.toString()), NOTHING).check())
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("there is none")
                .hasMessageContaining("flipswitch.offline.file must name");
        Path latin = Files.write(folder.resolve("latin.json"), "{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() ->
                        new FlipswitchOptions(Map.of("flipswitch.offline.file", latin.toString()), NOTHING).check())
                .hasMessageContaining("not in UTF-8");
        assertThatThrownBy(() ->
                        new FlipswitchOptions(Map.of("flipswitch.offline.file", folder.toString()), NOTHING).check())
                .hasMessageContaining(folder.toString());
    }

    @Test
    void refusesAVariableThatIsNoObject() {
        assertThatThrownBy(() -> new FlipswitchOptions(NOTHING, Map.of("FLIPSWITCH_FLAGS", "dark-mode=true")).check())
                .hasMessageContaining("FLIPSWITCH_FLAGS is 'dark-mode=true'")
                .hasMessageContaining("{\"dark-mode\":true}");
    }

    @Test
    void refusesNullAndNamesTheFlag() {
        assertThatThrownBy(() -> new FlipswitchOptions(Map.of("flipswitch.flags.a", "null"), NOTHING).check())
                .hasMessageContaining("'a' from");
    }

    @Test
    void otherSettingsAreCheckedOfflineToo() {
        assertThatThrownBy(() -> new FlipswitchOptions(
                                Map.of("flipswitch.flags.a", "1", "flipswitch.realtime", "x"), NOTHING)
                        .check())
                .hasMessageContaining("flipswitch.realtime");
    }

    // FlipswitchProvider.offline

    @Test
    void codeGivesFlagsOfEachType() {
        Map<String, Object> flags = new HashMap<>();
        flags.put("boolean", true);
        flags.put("string", "blue");
        flags.put("int", 3);
        flags.put("long", 3_000_000_000L);
        flags.put("double", 0.5);
        flags.put("list", List.of("a", 1));
        flags.put("object", Map.of("on", true));
        flags.put("value", new Value("v"));
        Client client = clientOf(FlipswitchProvider.offline(flags));

        assertThat(client.getBooleanValue("boolean", false)).isTrue();
        assertThat(client.getStringValue("string", "")).isEqualTo("blue");
        assertThat(client.getIntegerValue("int", 0)).isEqualTo(3);
        assertThat(client.getLongValue("long", 0L)).isEqualTo(3_000_000_000L);
        assertThat(client.getDoubleValue("double", 0.0)).isEqualTo(0.5);
        assertThat(client.getObjectValue("list", new Value()).asList()).containsExactly(new Value("a"), new Value(1));
        assertThat(client.getObjectValue("object", new Value()).asStructure().getValue("on"))
                .isEqualTo(new Value(true));
        assertThat(client.getStringValue("value", "")).isEqualTo("v");
    }

    @Test
    void anOfflineProviderOpensNoStream() {
        FlipswitchProvider provider = FlipswitchProvider.offline(Map.of("a", true));
        clientOf(provider);
        provider.reconnect();
        assertThat(provider.getSseStatus()).isEqualTo(SseStatus.DISCONNECTED);
        assertThat(provider.evaluateAll(new ImmutableContext())).containsOnlyKeys("a");
    }

    @Test
    void laterChangesOfTheMapChangeNothing() {
        Map<String, Object> flags = new HashMap<>(Map.of("a", true));
        Client client = clientOf(FlipswitchProvider.offline(flags));
        flags.put("a", false);
        assertThat(client.getBooleanValue("a", false)).isTrue();
    }

    @Test
    void refusesAValueOfAnotherType() {
        assertThatThrownBy(() -> FlipswitchProvider.offline(Map.of("a", new StringBuilder("x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' from the application's code can't be java.lang.StringBuilder");
        Map<String, Object> flags = new HashMap<>();
        flags.put("b", null);
        assertThatThrownBy(() -> FlipswitchProvider.offline(flags))
                .hasMessageContaining("'b' from the application's code can't be null");
    }
}
