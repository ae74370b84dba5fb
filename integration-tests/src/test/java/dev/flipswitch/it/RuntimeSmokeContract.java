package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.fixtures.RawEvent;
import dev.flipswitch.fixtures.RawSseClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole loop on a Jakarta EE runtime: the flag server and the demo shop in one process, each its WAR as built. */
@Tag("runtimes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuntimeSmokeContract {
    private static final String FLAG = "dark-mode";

    @RegisterExtension
    final TestExecutionExceptionHandler explanation = (context, failure) -> explain(failure);

    private final JakartaRuntime runtime;
    private final Http http = new Http();
    private RuntimeProcess running;

    @SuppressWarnings("NullAway.Init") // start() does it
    RuntimeSmokeContract(JakartaRuntime runtime) {
        this.runtime = runtime;
    }

    @BeforeAll
    void start(@TempDir Path work) throws IOException {
        running = RuntimeProcess.running(runtime, work);
    }

    @AfterAll
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void carriesAToggleToTheStreamAndToTheOpenPage() throws Exception {
        createFlag();
        assertThat(http.get(running.shopUrl())).contains("data-theme=\"light\"");
        try (RawSseClient changes = openStream();
                RawSseClient page = openPage()) {
            changes.awaitEvent(event -> true, LIMIT);

            assertThat(http.toggle(running.serverUrl(), RuntimeProcess.ADMIN_TOKEN, FLAG, true)
                            .statusCode())
                    .isEqualTo(200);

            RawEvent update = changes.awaitEvent(event -> event.event().equals("flag-updated"), LIMIT);
            assertThat(update.data()).contains("\"flagKey\":\"dark-mode\"");
            assertThat(changes.events().get(0).event()).isEqualTo("heartbeat");
            page.awaitEvent(event -> event.data().contains("\"dark-mode\":true"), LIMIT);
            assertThat(http.get(running.shopUrl() + "flipswitch/flags"))
                    .as("the page's flags, at the first request after its event")
                    .contains("\"dark-mode\":true");
            assertThat(http.get(running.shopUrl() + "state"))
                    .as("@Inject @Flag, at the first request after the page's event")
                    .contains("\"darkMode\":true");
            assertThat(http.get(running.shopUrl())).as("${flags['dark-mode']}").contains("data-theme=\"dark\"");
        }
    }

    /** The shop has parts for MicroProfile, Micrometer and Jakarta Concurrency, of which this runtime may have none. */
    @Test
    void saysNothingOfApisThatAreNotThere() throws Exception {
        assertThat(running.printed())
                .contains("FLIP-CORE-0010")
                .doesNotContain("NoClassDefFoundError", "ClassNotFoundException", "FLIP-CDI-0003", "icrometer");
    }

    @Test
    void refusesAnUnknownKeyInJson() throws Exception {
        var answer = http.answer(HttpRequest.newBuilder(events()).header("X-API-Key", "nobody's"));

        assertThat(answer.statusCode()).as("429 after many guesses").isIn(401, 429);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).startsWith("{").contains("\"errorDetails\":\"The API key is not valid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "admin/",
                "admin/nothing/at/all",
                "admin/projects",
                "admin/projects/default/flags/x",
                "admin/projects/default/environments/development/events",
                "admin/./projects",
                "admin/nothing/../projects",
                "v1/../admin/projects",
                "%61dmin/projects",
                "admin;x=1/projects",
                "admin//projects"
            })
    void asksForTheAdminTokenBeforeItSaysWhatIsThere(String path) throws Exception {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE", "NONSENSE")) {
            var missing = manage(method, path);
            if (missing.statusCode() != 404 || isPlain(path)) { // some runtimes find nothing at an odd address
                assertThat(missing.statusCode()).as(method).isEqualTo(401);
                assertIsManagementError(missing, method.equals("HEAD") ? "" : "The admin token is missing");
            }
        }
        var trace = manage("TRACE", path, "Authorization", "Bearer a-guess");
        assertThat(trace.statusCode()).as("some runtimes refuse it first").isIn(401, 403, 404, 405, 429);
        assertThat(trace.body()).doesNotContain("a-guess");
    }

    private static boolean isPlain(String path) {
        return path.matches("admin(?:/[a-z]+)*/?");
    }

    @Test
    void slowsGuessesOfTheAdminTokenDown() throws Exception {
        var guess = manage("GET", "admin/projects", "Authorization", "Bearer a-guess");
        for (int i = 0; i < 1_000 && guess.statusCode() == 401; i++) {
            assertIsManagementError(guess, "The admin token is not valid");
            guess = manage("GET", i % 2 == 0 ? "admin/projects" : "admin/nothing", "Authorization", "Bearer a-guess");
        }

        assertThat(guess.statusCode()).isEqualTo(429);
        assertIsManagementError(guess, "Too many wrong ones came from this address");
        assertThat(guess.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isPositive();
        assertThat(manage("GET", "admin/projects", "Authorization", "Bearer " + RuntimeProcess.ADMIN_TOKEN)
                        .statusCode())
                .isEqualTo(200);
    }

    private static void assertIsManagementError(HttpResponse<String> answer, String message) {
        assertThat(answer.body()).contains(message).doesNotContain("a-guess");
        if (!message.isEmpty()) {
            assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"");
        }
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(answer.request() + " " + answer.statusCode())
                .startsWith("application/json");
        assertThat(answer.headers().map())
                .as(answer.request() + " " + answer.statusCode())
                .containsKeys("X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "X-Request-Id");
    }

    private HttpResponse<String> manage(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(running.serverUrl() + "api/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return http.answer(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void showsHealthMetricsAndErrorsAlikeOnEachRuntime() throws Exception {
        assertThat(http.get(running.serverUrl() + "health/live")).isEqualTo("{\"status\":\"UP\"}");
        assertThat(http.get(running.serverUrl() + "health/ready")).isEqualTo("{\"status\":\"UP\"}");
        assertThat(http.answer(HttpRequest.newBuilder(URI.create(running.serverUrl() + "metrics"))
                                .header("Authorization", "Bearer " + RuntimeProcess.ADMIN_TOKEN))
                        .body())
                .contains("flipswitch_connections{environment=\"default/development\"}", "flipswitch_database_up 1.0");

        var nothing = http.answer(HttpRequest.newBuilder(URI.create(running.serverUrl() + "ofrep/nothing"))
                .header("X-Request-Id", "smoke-1"));
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).startsWith("{\"errorCode\":\"GENERAL\"");
        assertThat(nothing.headers().firstValue("X-Request-Id")).contains("smoke-1");

        var preflight = http.answer(HttpRequest.newBuilder(URI.create(running.serverUrl() + "ofrep/v1/evaluate/flags"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST"));
        assertThat(preflight.statusCode()).as("no origin is allowed by default").isEqualTo(403);
    }

    /** Sees the creation arrive too, so that what arrives later is the toggle. */
    private void createFlag() throws Exception {
        try (RawSseClient page = openPage()) {
            assertThat(http.create(running.serverUrl(), RuntimeProcess.ADMIN_TOKEN, FLAG)
                            .statusCode())
                    .isEqualTo(200);
            page.awaitEvent(event -> event.data().contains("\"dark-mode\":false"), LIMIT);
        }
    }

    private void explain(Throwable failure) throws Throwable {
        throw running.explained(failure);
    }

    private RawSseClient openPage() throws IOException {
        RawSseClient page = RawSseClient.connect(URI.create(running.shopUrl() + "flipswitch/events"));
        page.awaitHead(LIMIT);
        return page;
    }

    private RawSseClient openStream() throws IOException {
        return RawSseClient.connect(events(), "X-API-Key: " + RuntimeProcess.API_KEY);
    }

    private URI events() {
        return URI.create(running.serverUrl() + "api/v1/flags/events");
    }
}
