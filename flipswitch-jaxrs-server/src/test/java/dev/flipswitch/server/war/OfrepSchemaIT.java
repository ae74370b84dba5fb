package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of answer against a schema of OFREP 0.3, and the limit of requests. */
class OfrepSchemaIT {

    @TempDir
    static Path data;

    private static WarServer server;

    @BeforeAll
    static void start() throws Exception {
        server = WarServer.start(data, Map.of());
        define("a-boolean", "boolean", "true", "false");
        define("a-string", "string", "\"one\"", "\"\"");
        define("an-integer", "integer", "1", "-9007199254740993");
        define("a-decimal", "decimal", "1", "0.1");
        define("an-object", "object", "{\"deep\":[1,null]}", "{}");
        define("split", "boolean", "true", "false");
        server.admin(
                "PUT", "/default/environments/development/flags/split", "{\"enabled\":true,\"rollout\":{\"one\":50}}");
        server.admin("PATCH", "/default/environments/development/flags/a-boolean", "{\"enabled\":true}");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-boolean", "a-string", "an-integer", "a-decimal", "an-object", "split"})
    void anEvaluationIsASuccess(String key) throws Exception {
        assertAnswer(200, "success", server.evaluate("/" + key, "{\"context\":{\"targetingKey\":\"user-123\"}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "split     | {\"context\":{}}                   | TARGETING_KEY_MISSING",
                "a-boolean | {\"context\":1}                    | INVALID_CONTEXT",
                "a-boolean | {\"context\":{\"targetingKey\":[]}} | INVALID_CONTEXT",
                "a-boolean | {                                  | PARSE_ERROR"
            })
    void aRefusedEvaluationIsAFailure(String key, String body, String code) throws Exception {
        HttpResponse<String> answer = server.evaluate("/" + key, body);

        assertAnswer(400, "evaluationFailure", answer);
        assertThat(answer.body()).contains("\"" + code + "\"");
    }

    @Test
    void anUnknownFlagIsNotFound() throws Exception {
        assertAnswer(404, "flagNotFound", server.evaluate("/un/known", "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"context\":{\"targetingKey\":\"user-123\"}}",
                "{\"context\":{\"targetingKey\":\"_init_\"}}"
            })
    void allEvaluationsAreABulk(String body) throws Exception {
        HttpResponse<String> answer = server.evaluate("", body);

        assertAnswer(200, "bulk", answer);
        assertThat(answer.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"context\":1}", "[]"})
    void aRefusedBulkIsABulkFailure(String body) throws Exception {
        assertAnswer(400, "bulkFailure", server.evaluate("", body));
    }

    @Test
    void whatIsNotAboutFlagsIsAGeneralError() throws Exception {
        String flags = "ofrep/v1/evaluate/flags";
        assertAnswer(401, "generalError", server.send("POST", flags, "{}"));
        assertAnswer(401, "generalError", server.send("POST", flags + "/a-boolean", "{}", "X-API-Key", "x"));
        assertAnswer(413, "generalError", server.evaluate("", " ".repeat(1_048_577)));
        assertAnswer(405, "generalError", server.send("PUT", flags, "{}"));
    }

    @Test
    void tooManyRequestsAreTold429AndWhenToComeBack() throws Exception {
        WarServer limited = WarServer.start(data.resolve("limited"), Map.of("flipswitch.server.rate-limit", "1"));
        try {
            HttpResponse<String> answer = limited.evaluate("", "{}");
            for (int i = 0; i < 100 && answer.statusCode() == 200; i++) {
                answer = limited.evaluate("", "{}");
            }
            assertAnswer(429, "generalError", answer);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(limited.send("POST", "ofrep/v1/evaluate/flags", "{}", "X-API-Key", WarServer.PRODUCTION)
                            .statusCode())
                    .as("another key")
                    .isEqualTo(200);
        } finally {
            limited.close();
        }
    }

    private static void assertAnswer(int status, String kind, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema(kind))
                        .validate(answer.body(), InputFormat.JSON))
                .as(answer.body())
                .isEmpty();
    }

    private static String schema(String kind) throws IOException {
        try (InputStream in = OfrepSchemaIT.class.getResourceAsStream("ofrep.json")) {
            String schemas = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return "{\"$ref\":\"#/$defs/" + kind + "\"," + schemas.strip().substring(1);
        }
    }

    private static void define(String key, String type, String one, String other) throws Exception {
        HttpResponse<String> answer = server.admin(
                "PUT",
                "/default/flags/" + key,
                "{\"type\":\"" + type + "\",\"variants\":{\"one\":" + one + ",\"other\":" + other
                        + "},\"defaultVariant\":\"one\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
