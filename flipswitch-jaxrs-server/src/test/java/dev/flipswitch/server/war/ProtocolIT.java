package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of {@code docs/protocol.md}, against the WAR: each request gets the status, the named headers and the body of
 * the answer below it. Of what differs from server to server only the form counts: any digits are as good as others in ids, in
 * versions and in times, and {@code ETAG} and {@code TOKEN} stand for what comes first in their place.
 */
@TestMethodOrder(OrderAnnotation.class)
class ProtocolIT {
    private static final String ADMIN = "my-admin-token-1";
    private static final String PROJECT = "api/admin/projects/default/";

    private static final Pattern MESSAGE = Pattern.compile("(?ms)^```http\\n(.*?)^```$");
    private static final Pattern CALL = Pattern.compile("`(GET|PUT|PATCH|POST) ((?:ENV)?/[^`]*)`");
    private static final Pattern CALL_BODY = Pattern.compile("`(\\{[^`]*})` \\|$");
    private static final Pattern DIFFERING =
            Pattern.compile("\"(?:version|updatedAt|timestamp|etag|lastModified)\":(?:\"[^\"]*\"|\\d+)|(?m)^id: \\d+$");
    private static final Pattern PLACEHOLDER = Pattern.compile("(\\S+\\b)?(?<name>ETAG|TOKEN)\\b");

    private static final Map<String, String> PLACEHOLDERS = new HashMap<>();

    @TempDir
    static Path data;

    private static WarServer server;

    @BeforeAll
    static void start() throws Exception {
        server = WarServer.start(
                data,
                Map.of(
                        "flipswitch.server.admin-token",
                        ADMIN,
                        "flipswitch.server.api-key.development",
                        "my-development-key"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private record Message(String start, Map<String, String> headers, String body) {
        static Message of(String text) {
            String[] parts = text.split("\\n\\n", 2);
            List<String> lines = parts[0].strip().lines().toList();
            Map<String, String> headers = new HashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] header = line.split(": ", 2);
                headers.put(header[0], header[1]);
            }
            return new Message(lines.get(0), headers, parts.length == 1 ? "" : parts[1]);
        }

        /** A word of the first line. */
        String word(int index) {
            return start.split(" ", -1)[index];
        }
    }

    record Example(String place, String request, String answer) {
        @Override
        public String toString() {
            return place;
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/protocol.md"));
    }

    /** In the order of the page, but first those that create what the others ask for. */
    static Stream<Example> examples() throws IOException {
        String page = page();
        int creating = page.indexOf("## The management API");
        List<MatchResult> messages = MESSAGE.matcher(page).results().toList();
        List<Example> first = new ArrayList<>();
        List<Example> then = new ArrayList<>();
        for (int i = 0; i < messages.size(); i += 2) {
            String request = messages.get(i).group(1);
            String answer = messages.get(i + 1).group(1);
            assertThat(answer).as(request).startsWith("HTTP/1.1 ");
            long line = page.substring(0, messages.get(i).start()).lines().count() + 1;
            (messages.get(i).start() > creating ? first : then)
                    .add(new Example(
                            "line " + line + ": " + request.lines().findFirst().orElseThrow(), request, answer));
        }
        assertThat(first).isNotEmpty();
        assertThat(then).isNotEmpty();
        return Stream.concat(first.stream(), then.stream());
    }

    @ParameterizedTest
    @MethodSource("examples")
    @Order(1)
    void isAnsweredAsThePageSays(Example example) throws Exception {
        Message request = Message.of(filled(example.request()));
        Message answer = Message.of(example.answer());
        String path = request.word(1).substring(1);
        String[] headers = request.headers().entrySet().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);
        if ("text/event-stream".equals(answer.headers().get("Content-Type"))) {
            try (EventStream stream = server.events(path, headers)) {
                assertStartAndHeaders(answer, stream.response());
                assertEvents(answer, stream);
            }
        } else {
            HttpResponse<String> response = server.send(request.word(0), path, request.body(), headers);
            assertStartAndHeaders(answer, response);
            learn(answer.body(), response.body());
            assertThat(json(response.body())).isEqualTo(json(filled(answer.body())));
        }
    }

    /** The calls in the table of the management API, with the body that it shows, if it shows one. */
    static Stream<Arguments> calls() throws IOException {
        return page().lines().filter(line -> line.startsWith("| `")).flatMap(row -> {
            Matcher body = CALL_BODY.matcher(row);
            String shown = body.find() ? body.group(1) : "";
            return CALL.matcher(row).results().map(call -> Arguments.of(call.group(1), call.group(2), shown));
        });
    }

    /** A body that was read can be written. */
    @ParameterizedTest
    @MethodSource("calls")
    @Order(2)
    void isThere(String method, String call, String shown) throws Exception {
        String path = "api/admin"
                + call.replace("ENV", "/projects/{project}/environments/{environment}")
                        .replace("{project}", "default")
                        .replace("{environment}", "development")
                        .replace("{flag}", "dark-mode")
                        .replace("{segment}", "gold");
        String[] token = {"Authorization", "Bearer " + ADMIN};
        assertThat(server.send(method, path, shown).statusCode()).isEqualTo(401);
        if (path.endsWith("/events")) {
            try (EventStream stream = server.events(path, token)) {
                assertThat(stream.response().statusCode()).isEqualTo(200);
            }
        } else {
            String body = method.equals("PUT") && shown.isEmpty()
                    ? server.send("GET", path, "", token).body()
                    : shown;
            assertThat(server.send(method, path, body, token).statusCode()).isEqualTo(200);
        }
    }

    private static void assertStartAndHeaders(Message expected, HttpResponse<?> actual) {
        assertThat(actual.statusCode()).hasToString(expected.word(1));
        HttpHeaders headers = actual.headers();
        expected.headers().forEach((name, value) -> {
            learn(value, headers.firstValue(name).orElse(""));
            assertThat(headers.allValues(name)).as(name).containsExactly(filled(value));
        });
    }

    /** Makes the changes that the page's events report, and expects these, whatever heartbeats come between. */
    private static void assertEvents(Message expected, EventStream stream) throws Exception {
        List<String> events = events(expected.body());
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).startsWith("event: flag-updated")) {
                change("PATCH", "environments/development/flags/dark-mode", "{\"enabled\":false}");
            } else if (events.get(i).startsWith("event: config-updated")) {
                change(
                        "PUT",
                        "segments/gold",
                        "{\"groups\":[[{\"attribute\":\"plan\",\"operator\":\"equals\",\"values\":[\"gold\"]}]]}");
            }
            List<String> sofar = events.subList(0, i + 1);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(events(stream)).startsWith(sofar.toArray(String[]::new)));
        }
        assertThat(events(stream)).isEqualTo(events);
    }

    private static void change(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = server.send(method, PROJECT + path, body, "Authorization", "Bearer " + ADMIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static List<String> events(EventStream stream) {
        return events(String.join("\n", stream.lines()) + "\n");
    }

    /** Those that are complete; of heartbeats only the first. */
    private static List<String> events(String stream) {
        List<String> events = new ArrayList<>();
        for (String event : formOnly(stream).split("(?<=\\n)\\n", -1)) {
            if (event.endsWith("\n") && (events.isEmpty() || !event.startsWith("event: heartbeat"))) {
                events.add(event);
            }
        }
        return events;
    }

    private static JsonValue json(String text) {
        if (text.isEmpty()) {
            return JsonValue.NULL;
        }
        try (JsonReader reader = Json.createReader(new StringReader(formOnly(text)))) {
            return reader.readValue();
        }
    }

    private static String formOnly(String text) {
        return DIFFERING.matcher(text).replaceAll(differing -> differing.group().replaceAll("\\d+", "0"));
    }

    /** Takes what a text has in the place of a placeholder that has not been met before. */
    private static void learn(String expected, String actual) {
        PLACEHOLDER.matcher(expected).results().forEach(placeholder -> {
            String before = Objects.requireNonNullElse(placeholder.group(1), "");
            Matcher value = Pattern.compile(Pattern.quote(before) + "([\\w-]+)").matcher(actual);
            if (value.find()) {
                PLACEHOLDERS.putIfAbsent(placeholder.group(2), value.group(1));
            }
        });
    }

    private static String filled(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(placeholder -> Objects.requireNonNullElse(placeholder.group(1), "")
                        + PLACEHOLDERS.getOrDefault(placeholder.group(2), placeholder.group(2)));
    }
}
