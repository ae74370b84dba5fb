package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event streams, against the WAR. */
class EventsIT {

    private static final String STREAM = "api/v1/flags/events";
    private static final String FLAG = "/default/environments/development/flags/dark-mode";

    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");

    @TempDir
    static Path data;

    private static WarServer server;

    /** The id of the last event so far: there is one flag, so that it is also the flag's version. */
    private long last;

    @BeforeAll
    static void start() throws Exception {
        server = WarServer.start(data, Map.of("flipswitch.server.heartbeat-millis", "200"));
        server.admin(
                "PUT",
                "/default/flags/dark-mode",
                "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\","
                        + "\"rollout\":{\"on\":100}}");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void switchOff() throws Exception {
        toggle(false);
        Matcher version = VERSION.matcher(server.admin("GET", FLAG, "").body());
        assertThat(version.find()).isTrue();
        last = Long.parseLong(version.group(1));
    }

    /** The line with the id of an event, by how many events come after the test's begin up to it. */
    private String id(int more) {
        return "id: " + (last + more);
    }

    @Test
    void beginsWithAHeartbeatAndGoesOnWithThem() throws Exception {
        try (EventStream stream = open()) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(stream.response().headers().map())
                    .containsEntry("Cache-Control", List.of("no-cache, no-transform"))
                    .containsEntry("X-Accel-Buffering", List.of("no"))
                    .containsKey("X-Flipswitch-Heartbeat")
                    .containsEntry("Content-Type", List.of("text/event-stream"));
            stream.await(lines -> Collections.frequency(lines, "event: heartbeat") > 2);
            assertThat(stream.lines()).startsWith("event: heartbeat", "data: {}", "");
        }
    }

    /** OFREP ADR 0008: browsers open the stream, which can't send headers. */
    @Test
    void tellsOfrepClientsToFetchOnAStreamThatNeedsNoHeader() throws Exception {
        String path = ofrepStream();
        try (EventStream stream = server.events(path)) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(stream.response().headers().map())
                    .containsEntry("Cache-Control", List.of("no-cache, no-transform"))
                    .containsEntry("Content-Type", List.of("text/event-stream"));
            stream.await(lines -> lines.contains(id(0)));

            toggle(true);

            stream.await(lines -> lines.contains(id(1))
                    && lines.stream()
                            .anyMatch(line -> line.matches("data: \\{\"type\":\"refetchEvaluation\"," + "\"etag\":\""
                                    + (last + 1) + "-\\d{13}\",\"lastModified\":\\d{10}}")));
            assertThat(stream.lines()).contains("event: message").doesNotContain("event: flag-updated");
        }
        assertThat(ofrepStream()).isEqualTo(path).doesNotContain(WarServer.DEVELOPMENT);
    }

    @Test
    void answers401ToAnOfrepStreamOfNobody() throws Exception {
        for (String path : List.of("ofrep/v1/event-streams/nope", ofrepStream() + "0")) {
            HttpResponse<String> answer = server.send("GET", path, "", "X-API-Key", WarServer.DEVELOPMENT);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).startsWith("{\"errorCode\":\"GENERAL\"").doesNotContain(path);
        }
    }

    @Test
    void announcesAToggleThatAnEvaluationThenSees() throws Exception {
        try (EventStream development = open();
                EventStream dashboard = server.events(
                        "api/admin/projects/default/environments/development/events",
                        "Authorization",
                        "Bearer " + WarServer.ADMIN);
                EventStream production = server.events(STREAM, "X-API-Key", WarServer.PRODUCTION)) {
            for (EventStream stream : List.of(development, dashboard, production)) {
                stream.await(lines -> lines.contains("event: heartbeat"));
            }

            toggle(true);

            for (EventStream stream : List.of(development, dashboard)) {
                stream.await(lines ->
                        lines.contains(id(1)) && lines.get(lines.size() - 1).isEmpty());
                int event = stream.lines().indexOf("event: flag-updated");
                assertThat(stream.lines().subList(event, event + 4))
                        .element(2)
                        .asString()
                        .matches(
                                "data: \\{\"flagKey\":\"dark-mode\",\"timestamp\":\"[0-9-]{10}T[0-9:]{8}\\.\\d{3}Z\"}");
            }
            assertThat(server.evaluate("/dark-mode", "{}").body()).contains("\"value\":true");
            assertThat(production.lines()).doesNotContain("event: flag-updated");
        }
    }

    @Test
    void saysNothingOfAPatchThatChangesNothing() throws Exception {
        try (EventStream stream = open()) {
            stream.await(lines -> lines.contains("event: heartbeat"));
            toggle(false);
            toggle(true);
            toggle(true);
            toggle(false);
            stream.await(lines -> lines.contains(id(2)));
            assertThat(stream.lines())
                    .filteredOn(line -> line.startsWith("id:"))
                    .containsExactly(id(1), id(2));
        }
    }

    @Test
    void tellsAClientThatComesBackWhetherItMissedSomething() throws Exception {
        try (EventStream behind = open("Last-Event-ID", Long.toString(last - 1));
                EventStream upToDate = open("Last-Event-ID", Long.toString(last));
                EventStream ahead = open("Last-Event-ID", Long.toString(last + 99))) {
            behind.await(lines -> lines.contains(id(0)));
            assertThat(behind.lines()).startsWith("event: heartbeat", "data: {}", "", "event: flag-updated", id(0));
            ahead.await(lines -> lines.contains(id(0)));
            assertThat(ahead.lines()).startsWith("event: heartbeat", "data: {}", "", "event: config-updated", id(0));
            upToDate.await(lines -> Collections.frequency(lines, "event: heartbeat") > 1);
            assertThat(upToDate.lines()).doesNotContain("event: config-updated");
        }
    }

    @Test
    void answers401WithoutAValidKey() throws Exception {
        HttpResponse<String> missing = server.send("GET", STREAM, "");
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.body()).startsWith("{\"errorCode\":\"GENERAL\",");
        assertThat(server.send("GET", STREAM, "", "X-API-Key", "wrong").statusCode())
                .isEqualTo(401);
    }

    private String ofrepStream() throws Exception {
        return server.evaluate("", "{}").body().replaceAll(".*\"requestUri\":\"/([^\"]*)\".*", "$1");
    }

    private EventStream open(String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-API-Key";
        all[headers.length + 1] = WarServer.DEVELOPMENT;
        return server.events(STREAM, all);
    }

    private void toggle(boolean enabled) throws Exception {
        assertThat(server.admin("PATCH", FLAG, "{\"enabled\":" + enabled + "}").statusCode())
                .isEqualTo(200);
    }
}
