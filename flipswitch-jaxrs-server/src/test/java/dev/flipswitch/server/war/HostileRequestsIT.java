package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.json.JsonReader;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody without a key can ask for, and what odd addresses, bodies and headers come to. */
class HostileRequestsIT {

    private static final String FLAGS = "/ofrep/v1/evaluate/flags/";
    private static final String KEY = "X-API-Key: " + WarServer.DEVELOPMENT;
    private static final String CONTEXT = "{\"context\":{\"targetingKey\":\"user-123\"}}";

    @TempDir
    static Path folder;

    private static Path data;
    private static WarServer server;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        server = WarServer.start(data, Map.of("flipswitch.server.cors-origins", "https://shop.example"));
        server.admin(
                "PUT",
                "/default/flags/dark-mode",
                "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private record Answer(int status, String head, String body) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard",
                "/.//dashboard",
                "//x/..//dashboard",
                "/x/..//dashboard",
                "/././/dashboard",
                "/%2e//dashboard",
                "//dashboard"
            })
    void redirectsToItsOwnHostOnly(String path) throws Exception {
        Answer answer = send("GET", path, "");

        if (answer.status() == 302) {
            assertThat(answer.head()).containsPattern("\\r\\nLocation: /dashboard/\\r\\n");
        } else {
            assertThat(answer.status()).isIn(200, 400, 404);
        }
    }

    @Test
    void ignoresTheHostBesidesAnAbsoluteAddress() throws Exception {
        assertThat(send("GET", "http://elsewhere.example/health/live", "").status())
                .isEqualTo(200);
    }

    @Test
    void refusesACompressedBody() throws Exception {
        Answer answer = send("POST", FLAGS + "dark-mode", CONTEXT, KEY, "Content-Encoding: gzip");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body()).contains("Content-Encoding is not supported");
    }

    @Test
    void announcesThatTheConnectionEndsWithTheAnswer() throws Exception {
        try (Socket socket = new Socket("localhost", server.uri("").getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream()
                    .write(("POST " + FLAGS + "dark-mode HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("\r\nConnection: close\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "../x",
                "a/..",
                "a/../..",
                "a;v=1",
                ";x",
                "a%3Bv=1",
                "%2F",
                "..%2F",
                "a%2Fb",
                "//",
                "a//b",
                "/",
                "%C3%A9",
                "a/",
                "a%20b",
                "a%25b",
                "a+b",
                "a:b",
                "dark-mode"
            })
    void refusesEvaluationsWithoutAKeyWhateverTheAddressLooksLike(String key) throws IOException {
        for (String before : List.of(FLAGS, "/" + FLAGS, "//" + FLAGS)) {
            Answer answer = send("POST", before + key, CONTEXT);

            assertThat(answer.status()).as(before + key).isIn(400, 401, 404);
            assertIsError(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a;v=1, a;v=1",
        "a%3Bv=1, a;v=1",
        ";x, ;x",
        "a;b/c;d, a;b/c;d",
        "%2F, /",
        "..%2Fa, ../a",
        "a/b, a/b",
        "a//b, a//b",
        "a%25b, a%b",
        "a+b, a+b",
        "a%20b, a b",
        "%C3%A9, é",
        "dark-mode/, dark-mode/",
        "dark-mode;x, dark-mode;x"
    })
    void takesAFlagsKeyAsItIsWritten(String written, String key) throws IOException {
        Answer answer = send("POST", FLAGS + written, CONTEXT, KEY);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).startsWith("{\"key\":\"" + key + "\",\"errorCode\":\"FLAG_NOT_FOUND\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "///"})
    void takesABaseUrlWithItsSlash(String slashes) throws Exception {
        assertThat(send("POST", slashes + "ofrep/v1/evaluate/flags/dark-mode", CONTEXT, KEY)
                        .status())
                .isEqualTo(200);
        assertThat(send("POST", slashes + "ofrep/v1/evaluate/flags", CONTEXT, KEY)
                        .status())
                .isEqualTo(200);
        assertThat(send("HEAD", slashes + "api/v1/flags/events", "", KEY).status())
                .isEqualTo(200);
        assertThat(send("GET", slashes + "dev/flipswitch/server/launcher/Main.class", "")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png", "application/json;q=0", ";;;q="})
    void answersErrorsInJsonWhateverIsAccepted(String accepted) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW")) {
            for (String path : List.of(
                    "/ofrep/v1/evaluate/flags/dark-mode",
                    "/ofrep/v1/event-streams/x",
                    "/ofrep/nothing",
                    "/api/v1/flags/events",
                    "/api/v1/nothing",
                    "/api/admin/projects",
                    "/api/admin/projects/default/environments/development/events",
                    "/metrics",
                    "/%2F",
                    "/dashboard/%2F",
                    "/",
                    "/WEB-INF/web.xml",
                    "//META-INF/",
                    "//ofrep/v1/evaluate/flags/%2e%2e",
                    "//api/v1/%2e%2e",
                    "/nothing")) {
                Answer answer = send(method, path, "", "Accept: " + accepted, "Origin: https://shop.example");
                assertThat(answer.status()).as(method + " " + path).isBetween(200, 499);
                if (answer.status() >= 400) {
                    answers.add(answer);
                    assertIsError(answer);
                    if (path.matches("/+(ofrep|api/v1)/.*") && !method.equals("TRACE")) { // which no page can send
                        assertThat(answer.head()).contains("Access-Control-Allow-Origin: https://shop.example");
                    }
                }
            }
        }
        assertThat(answers).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /health/live | 'GET, HEAD, OPTIONS'",
                "POST | /api/v1/flags/events | 'GET, HEAD, OPTIONS'",
                "PUT | /metrics | 'GET, HEAD, OPTIONS'",
                "PATCH | /dashboard/style.css | 'GET, HEAD, OPTIONS'",
                "DELETE | /ofrep/v1/evaluate/flags | 'OPTIONS, POST'",
                "POST | /api/admin/projects | 'GET, OPTIONS'",
                "DELETE | /api/admin/projects/default/flags/dark-mode | 'GET, OPTIONS, PUT'",
            })
    void saysWhichMethodsAnAddressHas(String method, String path, String allowed) throws IOException {
        Answer answer = send(method, path, "", "Authorization: Bearer " + WarServer.ADMIN);

        assertThat(answer.status()).isEqualTo(405);
        assertIsError(answer);
        assertThat(answer.body())
                .contains("\"The method " + method + " is not allowed here; allowed are " + allowed + ".\"");
        assertThat(answer.head().lines().filter(line -> line.startsWith("Allow: ")))
                .singleElement()
                .satisfies(line -> assertThat(line.substring("Allow: ".length()).split(", *", -1))
                        .containsExactlyInAnyOrder(allowed.split(", ", -1)));
    }

    @Test
    void repeatsNoMethodThatHttpDoesNotKnow() throws IOException {
        for (String path : List.of("/health/live", "/ofrep/v1/evaluate/flags")) {
            Answer answer = send("BREW", path, "");

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.body()).contains("This method is not allowed here; allowed are ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/projects",
                "/projects/default/flags/dark-mode",
                "/projects/default/environments/development/flags",
                "/projects/default/environments/development/events",
                "/projects/default/segments",
                "/connections",
                "/nothing"
            })
    void asksForTheAdminTokenBeforeAllElse(String path) throws IOException {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")) {
            for (String prefix : List.of("/api/admin", "//api/admin", "/api/%61dmin")) {
                Answer answer = send(method, prefix + path, "");

                assertThat(answer.status()).as(method + " " + prefix + path).isEqualTo(401);
                assertThat(answer.head()).contains("WWW-Authenticate: Bearer");
            }
        }
    }

    @Test
    void asksForTheMetricsTokenBeforeAllElse() throws IOException {
        for (String method : List.of("GET", "POST", "OPTIONS", "BREW")) {
            assertThat(send(method, "/metrics", "").status()).as(method).isEqualTo(401);
        }
    }

    /** Nobody knows then which page it is, but only one may ask. */
    @Test
    void letsTheOnlyPageReadErrorsThatComeBeforeItsOrigin() throws IOException {
        Answer answer = send("GET", FLAGS + "x", "", "X-Long: " + "x".repeat(9_000), "Origin: https://shop.example");

        assertThat(answer.status()).isEqualTo(431);
        assertIsError(answer);
        assertThat(answer.head()).contains("Access-Control-Allow-Origin: https://shop.example", "Vary: Origin");
    }

    /** Lists of everything a user ever did would be compared with each rule. */
    @Test
    void refusesContextsThatWouldTakeLongToEvaluate() throws Exception {
        String list = "[" + "\"1.2.3\",".repeat(80_000) + "1]";
        for (String path : List.of("", "/dark-mode")) {
            HttpResponse<String> answer =
                    server.evaluate(path, "{\"context\":{\"targetingKey\":\"u\",\"versions\":" + list + "}}");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains(
                            "\"INVALID_CONTEXT\"",
                            "context.versions has 80001 elements, and a list may have at most 1000; send only what rules"
                                    + " ask for.");
        }
    }

    @Test
    void knowsATagThatAProxyHasMarked() throws Exception {
        String tag = server.evaluate("", CONTEXT).headers().firstValue("ETag").orElseThrow();
        String hash = tag.substring(1, tag.length() - 1);

        for (String known : List.of(
                "\"%s-gzip\"",
                "W/\"%s-gzip\"",
                "\"%s;gzip\"",
                "\"%s--gzip\"",
                "W/\"%s\"",
                "\"%s-br\"",
                "\"%s-zstd\"",
                "\"a\", \"%s-gzip\"",
                "*")) {
            assertThat(evaluateKnowing(known.replace("%s", hash))).as(known).isEqualTo(304);
        }
        for (String other : List.of("\"%sx\"", "\"x%s\"", "\"\"", "\"a-gzip\"", "%s-gzip\"")) {
            assertThat(evaluateKnowing(other.replace("%s", hash))).as(other).isEqualTo(200);
        }
        assertThat(send(
                                "POST",
                                FLAGS.substring(0, FLAGS.length() - 1),
                                CONTEXT,
                                KEY,
                                "If-None-Match: \"a\"",
                                "If-None-Match: " + tag)
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "0.1", "1e1"})
    void refusesNumbersThatWouldTakeLongToRead(String begin) throws Exception {
        String number = begin + "1".repeat(1_000_000);
        HttpResponse<String> evaluation =
                server.evaluate("/dark-mode", "{\"context\":{\"targetingKey\":\"u\",\n\"a\":[" + number + "]}}");
        HttpResponse<String> definition = server.admin(
                "PUT",
                "/default/flags/page-size",
                "{\"type\":\"integer\",\"variants\":{\"a\":1,\"b\":" + number + "},\"defaultVariant\":\"a\"}");

        assertThat(evaluation.statusCode()).isEqualTo(400);
        assertThat(evaluation.body()).contains("PARSE_ERROR", "at most 1000 characters", "at line 2, column 6");
        assertThat(definition.statusCode()).isEqualTo(400);
        assertThat(definition.body()).contains("at most 1000 characters", "at line 1, column");
    }

    @Test
    void saysWhereABodyIsNoJson() throws Exception {
        HttpResponse<String> answer =
                server.admin("PUT", "/default/flags/page-size", "{\"type\":\"integer\",\n \"variants\" 1}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The body is not valid JSON: a value is expected at line 2, column");
    }

    @Test
    void slowsDownWhoGuessesAndNobodyWhoKnows() throws Exception {
        List<HttpResponse<String>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            guesses.add(server.send("GET", "api/admin/projects", "", "Authorization", "Bearer guess-" + i));
        }

        assertThat(guesses)
                .extracting(HttpResponse::statusCode)
                .containsOnly(401, 429)
                .contains(429);
        HttpResponse<String> last = guesses.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(last.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
        assertThat(last.body()).contains("error").doesNotContain("guess-");
        assertThat(server.admin("GET", "", "").statusCode()).isEqualTo(200);
        assertThat(server.evaluate("/dark-mode", CONTEXT).statusCode()).isEqualTo(200);
        assertThat(server.send("GET", "metrics", "", "Authorization", "Bearer " + WarServer.ADMIN)
                        .body())
                .containsPattern("flipswitch_credentials_refused_total\\{credential=\"admin-token\"\\} [1-9]");
    }

    @Test
    void letsNobodyElseIntoTheDataFolder() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    private static int evaluateKnowing(String ifNoneMatch) throws IOException, InterruptedException {
        return server.evaluate("", CONTEXT, "If-None-Match", ifNoneMatch).statusCode();
    }

    private static void assertIsError(Answer answer) {
        assertThat(answer.head())
                .as(answer.toString())
                .contains(
                        "Content-Type: application/json",
                        "X-Content-Type-Options: nosniff",
                        "Content-Security-Policy:");
        assertThat(JsonReader.read(answer.body())).isInstanceOfSatisfying(Map.class, body -> assertThat(
                        body.containsKey("errorCode") || body.containsKey("error"))
                .isTrue());
        assertThat(answer.body()).doesNotContain("Exception", "\tat ");
    }

    private static Answer send(String method, String path, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        IntStream.range(0, headers.length)
                .forEach(i -> request.append(headers[i]).append("\r\n"));
        request.append("Connection: close\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket("localhost", server.uri("").getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }
}
