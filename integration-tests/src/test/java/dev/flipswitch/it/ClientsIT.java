package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three providers against our server: the vendor's, OpenFeature's for OFREP, and ours, each asked as in the evaluation
 * scenarios of the OpenFeature specification.
 *
 * @see <a href="https://openfeature.dev/specification/sections/flag-evaluation">Flag evaluation</a>
 */
class ClientsIT {
    private static final EvaluationContext ANNA = new ImmutableContext("anna");

    @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
    enum Sdk {
        VENDOR(url -> io.flipswitch.FlipswitchProvider.builder(ServerProcess.API_KEY)
                .baseUrl(url)
                .build()),
        OFREP(url -> OfrepProvider.constructProvider(OfrepProviderOptions.builder()
                .baseUrl(url)
                .headers(ImmutableMap.of("X-API-Key", ImmutableList.of(ServerProcess.API_KEY)))
                .build())),
        OURS(url -> FlipswitchProvider.builder(ServerProcess.API_KEY)
                .baseUrl(url)
                .initTimeout(LIMIT)
                .evaluationTimeout(LIMIT)
                .build());

        private final Function<String, FeatureProvider> factory;

        Sdk(Function<String, FeatureProvider> factory) {
            this.factory = factory;
        }
    }

    private static final Map<String, List<String>> VALUES = Map.of(
            "boolean", List.of("true", "false"),
            "string", List.of("\"one\"", "\"zwei\""),
            "integer", List.of("1", "2"),
            "decimal", List.of("1.5", "2"),
            "object", List.of("{}", "{\"zwei\":[1,2]}"));

    /** What the first SDK was told of each user. */
    private static final Map<String, Boolean> SPLIT = new ConcurrentHashMap<>();

    @TempDir
    static Path folder;

    private static ServerProcess server;

    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();

    @BeforeAll
    static void start() throws Exception {
        server = new ServerProcess(folder);
        define("boolean-flag", "boolean", "true", "false");
        define("string-flag", "string", "\"hi\"", "\"bye\"");
        define("integer-flag", "integer", "10", "1");
        define("float-flag", "decimal", "0.5", "0.1");
        define("whole-float-flag", "decimal", "10", "1");
        define("list-flag", "object", "[\"a\",1,null,{\"b\":[]}]", "[]");
        define("object-flag", "object", "{\"showImages\":true,\"title\":\"Check out\",\"imagesPerPage\":100}", "{}");
        put("segments/family", "{\"groups\":[[" + is("ln", "\"Musterfrau\"") + "," + is("age", "29") + "]]}");
        define("context-aware", "string", "\"EXTERNAL\"", "\"INTERNAL\"");
        target(
                "context-aware",
                "{\"id\":\"relatives\",\"conditions\":[{\"operator\":\"in-segment\",\"values\":[\"family\"]},"
                        + is("fn", "\"Erika\"") + "," + is("customer", "false") + "],\"variant\":\"other\"}");
        for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
            String key = "targeted-" + type.getKey();
            define(key, type.getKey(), type.getValue().get(0), type.getValue().get(1));
            target(
                    key,
                    "{\"id\":\"germans\",\"conditions\":[" + is("address.country", "\"DE\"")
                            + "],\"variant\":\"other\"}");
        }
        define("split", "boolean", "true", "false");
        target("split", "{\"id\":\"half\",\"conditions\":[" + is("beta", "true") + "],\"rollout\":{\"one\":50}}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void shutDown() {
        api.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void resolvesValuesOfAllTypes(Sdk sdk) {
        Client client = client(sdk);

        assertThat(client.getBooleanValue("boolean-flag", false, ANNA)).isTrue();
        assertThat(client.getStringValue("string-flag", "bye", ANNA)).isEqualTo("hi");
        assertThat(client.getIntegerValue("integer-flag", 1, ANNA)).isEqualTo(10);
        assertThat(client.getDoubleValue("float-flag", 0.1, ANNA)).isEqualTo(0.5);
        assertThat(client.getDoubleValue("whole-float-flag", 0.1, ANNA)).isEqualTo(10.0);
        Value object = client.getObjectValue("object-flag", new Value(), ANNA);
        assertThat(object.asStructure().getValue("showImages").asBoolean()).isTrue();
        assertThat(object.asStructure().getValue("title").asString()).isEqualTo("Check out");
        assertThat(object.asStructure().getValue("imagesPerPage").asInteger()).isEqualTo(100);
        List<Value> list = client.getObjectValue("list-flag", new Value(), ANNA).asList();
        assertThat(list.get(0).asString()).isEqualTo("a");
        assertThat(list.get(2).isNull()).isTrue();
        assertThat(list.get(3).asStructure().getValue("b").asList()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void resolvesDetails(Sdk sdk) {
        Client client = client(sdk);

        assertDetails(client.getBooleanDetails("boolean-flag", false, ANNA), true);
        assertDetails(client.getStringDetails("string-flag", "bye", ANNA), "hi");
        assertDetails(client.getIntegerDetails("integer-flag", 1, ANNA), 10);
        assertDetails(client.getDoubleDetails("float-flag", 0.1, ANNA), 0.5);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheDefaultForAMissingFlag(Sdk sdk) {
        FlagEvaluationDetails<String> details = client(sdk).getStringDetails("missing-flag", "uh-oh", ANNA);

        assertThat(details.getValue()).isEqualTo("uh-oh");
        assertThat(details.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(details.getReason()).isEqualTo("ERROR");
    }

    @ParameterizedTest
    @EnumSource
    void takesTheDefaultForAFlagOfAnotherType(Sdk sdk) {
        FlagEvaluationDetails<Integer> details = client(sdk).getIntegerDetails("string-flag", 13, ANNA);

        assertThat(details.getValue()).isEqualTo(13);
        assertThat(details.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    /** Scenario "Resolve based on context". */
    @ParameterizedTest
    @EnumSource
    void resolvesByTheContext(Sdk sdk) {
        Client client = client(sdk);
        EvaluationContext erika = new ImmutableContext(
                "erika",
                Map.of(
                        "fn", new Value("Erika"),
                        "ln", new Value("Musterfrau"),
                        "age", new Value(29),
                        "customer", new Value(false)));

        FlagEvaluationDetails<String> details = client.getStringDetails("context-aware", "EXTERNAL", erika);
        assertThat(details.getValue()).isEqualTo("INTERNAL");
        assertThat(details.getVariant()).isEqualTo("other");
        assertThat(details.getReason()).isEqualTo("TARGETING_MATCH");
        assertThat(details.getFlagMetadata().getString("rule")).isEqualTo("relatives");

        FlagEvaluationDetails<String> empty =
                client.getStringDetails("context-aware", "INTERNAL", new ImmutableContext());
        assertThat(empty.getValue()).isEqualTo("EXTERNAL");
        assertThat(empty.getReason()).isEqualTo("STATIC");
    }

    @ParameterizedTest
    @EnumSource
    void resolvesTargetedValuesOfAllTypes(Sdk sdk) {
        Client client = client(sdk);
        EvaluationContext german = new ImmutableContext(
                "anna", Map.of("address", new Value(new ImmutableStructure(Map.of("country", new Value("DE"))))));

        assertThat(client.getBooleanValue("targeted-boolean", true, german)).isFalse();
        assertThat(client.getStringValue("targeted-string", "", german)).isEqualTo("zwei");
        assertThat(client.getIntegerValue("targeted-integer", 0, german)).isEqualTo(2);
        assertThat(client.getDoubleValue("targeted-decimal", 0.0, german)).isEqualTo(2.0);
        assertThat(client.getObjectValue("targeted-object", new Value(), german)
                        .asStructure()
                        .getValue("zwei")
                        .asList())
                .extracting(Value::asInteger)
                .containsExactly(1, 2);
        assertThat(client.getStringValue("targeted-string", "", ANNA)).isEqualTo("one");
    }

    @ParameterizedTest
    @EnumSource
    void splitsByTheTargetingKeyAlikeForAll(Sdk sdk) {
        Client client = client(sdk);
        Map<String, Value> beta = Map.of("beta", new Value(true));

        for (String user : List.of("user-1", "user-2", "user-3", "user-4", "user-5", "user-6", "user-7", "user-8")) {
            FlagEvaluationDetails<Boolean> details =
                    client.getBooleanDetails("split", false, new ImmutableContext(user, beta));
            assertThat(details.getReason()).isEqualTo("SPLIT");
            assertThat(details.getValue())
                    .isEqualTo(SPLIT.computeIfAbsent(user, unknown -> details.getValue()))
                    .isEqualTo("one".equals(details.getVariant()));
        }
        assertThat(SPLIT.values()).contains(true, false);

        FlagEvaluationDetails<Boolean> nobody = client.getBooleanDetails("split", true, new ImmutableContext(beta));
        assertThat(nobody.getValue()).isTrue();
        // the others take every 400 of one flag for an invalid context
        assertThat(nobody.getErrorCode())
                .isEqualTo(sdk == Sdk.OURS ? ErrorCode.TARGETING_KEY_MISSING : ErrorCode.INVALID_CONTEXT);
    }

    private Client client(Sdk sdk) {
        api.setProviderAndWait(sdk.factory.apply(server.url().replaceAll("/$", "")));
        Client client = api.getClient();
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
        return client;
    }

    private static <T> void assertDetails(FlagEvaluationDetails<T> details, T value) {
        assertThat(details.getValue()).isEqualTo(value);
        assertThat(details.getVariant()).isEqualTo("one");
        assertThat(details.getReason()).isEqualTo("DISABLED");
        assertThat(details.getErrorCode()).isNull();
    }

    private static void define(String key, String type, String one, String other) throws Exception {
        put(
                "flags/" + key,
                "{\"type\":\"" + type + "\",\"variants\":{\"one\":" + one + ",\"other\":" + other
                        + "},\"defaultVariant\":\"one\"}");
    }

    private static void target(String key, String rule) throws Exception {
        put("environments/development/flags/" + key, "{\"enabled\":true,\"rules\":[" + rule + "]}");
    }

    private static String is(String attribute, String value) {
        return "{\"attribute\":\"" + attribute + "\",\"operator\":\"equals\",\"values\":[" + value + "]}";
    }

    private static void put(String path, String json) throws Exception {
        var answer = new Http()
                .answer(HttpRequest.newBuilder(URI.create(server.url() + "api/admin/projects/default/" + path))
                        .header("Authorization", "Bearer " + ServerProcess.ADMIN_TOKEN)
                        .method("PUT", HttpRequest.BodyPublishers.ofString(json)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
