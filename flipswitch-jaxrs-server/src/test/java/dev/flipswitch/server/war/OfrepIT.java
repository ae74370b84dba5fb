package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation as in OFREP 0.3, against the WAR under a context path. */
class OfrepIT {

    @TempDir
    static Path data;

    private static WarServer server;

    @BeforeAll
    static void start() throws Exception {
        server = WarServer.start(data, Map.of("flipswitch.server.context-path", "/some/where"));
        define("dark-mode", "boolean", "{\"on\":true,\"off\":false}", "off", "{\"on\":100}");
        define("toggled", "boolean", "{\"on\":true,\"off\":false}", "off", "{}");
        define("limit", "integer", "{\"low\":10,\"high\":20}", "low", "{}");
        define("rate", "decimal", "{\"low\":10,\"high\":0.25}", "low", "{}");
        define("colour", "string", "{\"red\":\"#f00\",\"blue\":\"#00f\"}", "red", "{\"red\":50}");
        define("theme", "object", "{\"a\":{\"size\":1,\"ratio\":1.0,\"none\":null},\"b\":{}}", "a", "{}");
        assertThat(server.admin("PATCH", "/default/environments/development/flags/colour", "{\"enabled\":true}")
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dark-mode | \"value\":false,\"reason\":\"DISABLED\",\"variant\":\"off\" | boolean",
                "limit     | \"value\":10,\"reason\":\"DISABLED\",\"variant\":\"low\" | integer",
                "rate      | \"value\":10.0,\"reason\":\"DISABLED\",\"variant\":\"low\" | decimal",
                "theme     | \"value\":{\"size\":1,\"ratio\":1.0,\"none\":null},\"reason\":\"DISABLED\",\"variant\":\"a\""
                        + " | object",
            })
    void writesValuesSoThatTheirTypeShows(String key, String value, String type) throws Exception {
        HttpResponse<String> answer = server.evaluate("/" + key, "{\"context\":{\"targetingKey\":\"user-123\"}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"key\":\"" + key + "\"," + value + ",\"metadata\":{\"flagType\":\"" + type
                        + "\",\"version\":1}}");
    }

    @Test
    void splitsByTargetingKey() throws Exception {
        assertThat(server.evaluate("/colour", "{\"context\":{\"targetingKey\":\"user-123\"}}")
                        .body())
                .contains("\"reason\":\"SPLIT\"", "\"flagType\":\"string\",\"version\":2");
        for (String context : new String[] {"{}", "{\"targetingKey\":\"\"}", "{\"targetingKey\":null}"}) {
            HttpResponse<String> answer = server.evaluate("/colour", "{\"context\":" + context + "}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith("{\"key\":\"colour\",\"errorCode\":\"TARGETING_KEY_MISSING\",\"errorDetails\":\"")
                    .endsWith("\"metadata\":{\"flagType\":\"string\",\"version\":2}}");
        }
    }

    @Test
    void evaluatesAllFlagsAndReportsFailuresOneByOne() throws Exception {
        HttpResponse<String> answer = server.evaluate("", "{\"context\":{}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"flags\":[{\"key\":\"colour\",\"errorCode\":\"TARGETING_KEY_MISSING\"")
                .contains("{\"key\":\"dark-mode\",\"value\":false", "{\"key\":\"theme\"")
                .endsWith("],\"metadata\":{\"flagSetId\":\"default/development\"}}");
    }

    @Test
    void answers304OnlyIfNeitherStateNorContextChanged() throws Exception {
        String tag = tag("{\"context\":{\"a\":1,\"b\":{\"c\":2,\"d\":3}}}");

        HttpResponse<String> unchanged =
                server.evaluate("", "{\"context\":{\"b\":{\"d\":3,\"c\":2},\"a\":1}}", "If-None-Match", tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.headers().firstValue("ETag")).contains(tag);
        assertThat(server.evaluate("", "{\"context\":{\"a\":1,\"b\":{\"c\":2,\"d\":3}}}", "If-None-Match", "W/" + tag)
                        .statusCode())
                .isEqualTo(304);

        assertThat(server.evaluate("", "{\"context\":{\"a\":2,\"b\":{\"c\":2,\"d\":3}}}", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        server.admin("PATCH", "/default/environments/development/flags/toggled", "{\"enabled\":true}");
        assertThat(tag("{\"context\":{\"a\":1,\"b\":{\"c\":2,\"d\":3}}}")).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({
        "nope,nope",
        "a/b/c,a/b/c",
        "a%2Fb%2Fc,a/b/c",
        "a%25b,a%b",
        "Caf%C3%A9,Café",
        "a%20b+c,a b+c",
        "environments,environments"
    })
    void answers404WithTheKeyAsAskedForAnUnknownFlag(String path, String key) throws Exception {
        HttpResponse<String> answer = server.evaluate("/" + path, "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("{\"key\":\"" + key + "\",\"errorCode\":\"FLAG_NOT_FOUND\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nul", "[]", "\"x\"", "{} {}", "{\"context\":}"})
    void answers400ParseErrorForABodyThatIsNoJsonObject(String body) throws Exception {
        HttpResponse<String> one = server.evaluate("/dark-mode", body);
        assertThat(one.statusCode()).isEqualTo(400);
        assertThat(one.body()).startsWith("{\"key\":\"dark-mode\",\"errorCode\":\"PARSE_ERROR\",\"errorDetails\":\"");

        HttpResponse<String> all = server.evaluate("", body);
        assertThat(all.statusCode()).isEqualTo(400);
        assertThat(all.body()).startsWith("{\"errorCode\":\"PARSE_ERROR\",\"errorDetails\":\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "null", "{\"targetingKey\":1}"})
    void answers400InvalidContext(String context) throws Exception {
        HttpResponse<String> answer = server.evaluate("/dark-mode", "{\"context\":" + context + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"key\":\"dark-mode\",\"errorCode\":\"INVALID_CONTEXT\",");
    }

    @Test
    void answers413ForABodyThatIsTooLong() throws Exception {
        HttpResponse<String> answer = server.evaluate("/dark-mode", " ".repeat(1024 * 1024) + "{}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).startsWith("{\"errorCode\":\"GENERAL\",");
        assertThat(server.evaluate("/dark-mode", " ".repeat(1024 * 1024 - 2) + "{}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answers401WithoutAValidKeyAndDoesNotRepeatIt() throws Exception {
        for (String path : new String[] {"ofrep/v1/evaluate/flags", "ofrep/v1/evaluate/flags/dark-mode"}) {
            HttpResponse<String> missing = server.send("POST", path, "{}");
            assertThat(missing.statusCode()).isEqualTo(401);
            assertThat(missing.body()).startsWith("{\"errorCode\":\"GENERAL\",").contains("X-API-Key");

            HttpResponse<String> wrong = server.send("POST", path, "{}", "X-API-Key", "wrong-key");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body())
                    .startsWith("{\"errorCode\":\"GENERAL\",")
                    .contains("X-API-Key")
                    .doesNotContain("wrong-key");
        }
    }

    @Test
    void takesTheKeyAsBearerToken() throws Exception {
        assertThat(server.send(
                                "POST",
                                "ofrep/v1/evaluate/flags/dark-mode",
                                "{}",
                                "Authorization",
                                "Bearer " + WarServer.PRODUCTION)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersInJsonWhereNothingIs() throws Exception {
        HttpResponse<String> nothing = server.send("GET", "ofrep/v2/nothing", "");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).startsWith("{\"errorCode\":\"GENERAL\",");

        HttpResponse<String> method = server.send("DELETE", "ofrep/v1/evaluate/flags/dark-mode", "");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.body()).startsWith("{\"errorCode\":\"GENERAL\",");
    }

    private static String tag(String body) throws Exception {
        return server.evaluate("", body).headers().firstValue("ETag").orElseThrow();
    }

    private static void define(String key, String type, String variants, String defaultVariant, String rollout)
            throws Exception {
        HttpResponse<String> answer = server.admin(
                "PUT",
                "/default/flags/" + key,
                "{\"type\":\"" + type + "\",\"variants\":" + variants + ",\"defaultVariant\":\"" + defaultVariant
                        + "\",\"rollout\":" + rollout + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
