package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health, metrics, request ids, and the limits and origins that a settings file sets. */
class OperationsIT {

    private static final String SHOP = "https://shop.example";
    private static final String FLAGS = "ofrep/v1/evaluate/flags";

    @TempDir
    static Path data;

    private static WarServer server;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.writeString(
                data.resolve("flipswitch.properties"),
                "flipswitch.server.cors-origins = " + SHOP + ", http://localhost:3000\n"
                        + "flipswitch.server.metrics-token = metrics-secret-of-the-test\n");
        server = WarServer.start(
                data.resolve("data"),
                Map.of(
                        "flipswitch.server.config-file",
                        file.toString(),
                        "flipswitch.server.context-path",
                        "/some/where"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"health/live", "health/ready"})
    void isAliveAndReady(String probe) throws Exception {
        HttpResponse<String> answer = server.send("GET", probe, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void showsEvaluationsLatenciesConnectionsBroadcastsAndTheDatabase() throws Exception {
        server.admin(
                "PUT",
                "/default/flags/measured",
                "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}");
        server.evaluate("/measured", "{}");
        server.evaluate("", "{}");
        server.evaluate("/no-such-flag", "{}");
        try (EventStream stream = server.events("api/v1/flags/events", "X-API-Key", WarServer.DEVELOPMENT)) {
            stream.await(lines -> lines.contains("event: heartbeat"));

            String metrics = metrics("Authorization", "Bearer metrics-secret-of-the-test")
                    .body();

            assertThat(metrics)
                    .contains(
                            evaluations("one", "DISABLED"),
                            evaluations("one", "FLAG_NOT_FOUND"),
                            evaluations("all", "EVALUATED"));
            assertThat(metrics.lines())
                    .contains("flipswitch_connections{environment=\"default/development\"} 1.0")
                    .contains("flipswitch_broadcasts_total{environment=\"default/development\"} 1.0")
                    .contains("flipswitch_database_up 1.0");
            assertThat(metrics)
                    .contains("flipswitch_requests_seconds_bucket{resource=\"ofrep\",status=\"2xx\",le=\"0.025\"}")
                    .contains("flipswitch_database_seconds_count{operation=\"define\",outcome=\"success\"} 1");
        }
    }

    @Test
    void labelsNothingThatARequestMadeUp() throws Exception {
        server.evaluate(
                "/made-up-key", "{\"context\":{\"targetingKey\":\"made-up-user\"}}", "X-Request-Id", "made-up-id");
        server.send("BREW", "ofrep/made-up-path", "", "X-API-Key", "made-up-secret");

        assertThat(metrics("Authorization", "Bearer " + WarServer.ADMIN).body())
                .contains("flipswitch_")
                .doesNotContain("made-up", "BREW", WarServer.ADMIN, WarServer.DEVELOPMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer " + WarServer.DEVELOPMENT,
                "Basic metrics-secret-of-the-test",
                "metrics-secret-of-the-test"
            })
    void showsMetricsOnlyToWhoHasTheToken(String authorization) throws Exception {
        HttpResponse<String> answer = metrics("Authorization", authorization);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("flipswitch_");
    }

    @Test
    void answersTheIdOfTheRequestOrANewOne() throws Exception {
        assertThat(requestId("order-42/7")).isEqualTo("order-42/7");
        assertThat(requestId("a b")).matches("[0-9a-f]{16}");
        assertThat(requestId("x".repeat(129))).matches("[0-9a-f]{16}");
        assertThat(requestId("<b>")).isNotEqualTo(requestId("<b>"));
    }

    @Test
    void answersPreflightsOfAllowedOrigins() throws Exception {
        for (String path : new String[] {FLAGS, FLAGS + "/dark-mode", "api/v1/flags/events"}) {
            HttpResponse<String> answer = preflight(
                    path,
                    SHOP,
                    "content-type,if-none-match, Cache-Control,x-api-key,x-flipswitch-sdk,x-flipswitch-new,x-evil");

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains(SHOP);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                    .contains("GET, POST");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                    .contains(
                            "content-type, if-none-match, cache-control, x-api-key, x-flipswitch-sdk, x-flipswitch-new");
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
        }
    }

    @Test
    void letsAllowedOriginsReadAnswersAndErrors() throws Exception {
        HttpResponse<String> answer = server.evaluate("", "{}", "Origin", "http://localhost:3000");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("http://localhost:3000");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers")).contains("ETag, Retry-After");

        HttpResponse<String> refused = server.send("POST", FLAGS, "{}", "Origin", SHOP);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains(SHOP);
    }

    @Test
    void givesOtherOriginsNothing() throws Exception {
        HttpResponse<String> preflight = preflight(FLAGS, "https://evil.example", "x-api-key");
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.body()).startsWith("{\"errorCode\":\"GENERAL\",").contains("cors-origins");
        assertNoCors(preflight);
        assertNoCors(server.evaluate("", "{}", "Origin", SHOP + ".evil.example"));
        assertNoCors(server.evaluate("", "{}", "Origin", "null"));
    }

    @Test
    void givesPagesOfOtherOriginsNoManagement() throws Exception {
        assertNoCors(preflight("api/admin/projects", SHOP, "authorization"));
        assertNoCors(server.send(
                "GET", "api/admin/projects", "", "Authorization", "Bearer " + WarServer.ADMIN, "Origin", SHOP));
    }

    @Test
    void answersInJsonWhereTheContainerAnswers() throws Exception {
        HttpResponse<String> answer = server.send("GET", "no/such/page", "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":{\"message\":\"There is nothing at this address.\"}}");
    }

    private static HttpResponse<String> preflight(String path, String origin, String headers) throws Exception {
        return server.send(
                "OPTIONS",
                path,
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                headers);
    }

    private static void assertNoCors(HttpResponse<String> answer) {
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    private static HttpResponse<String> metrics(String... headers) throws Exception {
        return server.send("GET", "metrics", "", headers);
    }

    private static String evaluations(String request, String outcome) {
        return "flipswitch_evaluations_total{environment=\"default/development\",outcome=\"" + outcome + "\",request=\""
                + request + "\"} ";
    }

    private static String requestId(String given) throws Exception {
        return server.evaluate("/dark-mode", "{}", "X-Request-Id", given)
                .headers()
                .firstValue("X-Request-Id")
                .orElseThrow();
    }
}
