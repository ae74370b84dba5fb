package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.RawEvent;
import dev.flipswitch.fixtures.RawSseClient;
import dev.flipswitch.server.Heap;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of event streams on the wire, and what clients do to each other, against the WAR. */
class BroadcastIT {

    private static final String STREAM = "api/v1/flags/events";
    private static final String FLAG = "/default/environments/development/flags/dark-mode";

    private static final String SENT = "flipswitch_events_sent_total{environment=\"default/development\"}";
    private static final String DELIVERED = "flipswitch_delivery_seconds_count{environment=\"default/development\"}";
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");

    @TempDir
    static Path data;

    private static WarServer server;

    private boolean enabled;

    /** The id of the last event so far: there is one flag, so that it is also the flag's version. */
    private long last;

    @BeforeAll
    static void start() throws Exception {
        start("first");
    }

    private static void start(String name) throws Exception {
        server = WarServer.start(data.resolve(name), Map.of("flipswitch.server.heartbeat-millis", "500"));
        server.admin(
                "PUT",
                "/default/flags/dark-mode",
                "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void switchOff() throws Exception {
        await("the streams of the test before have ended").atMost(LIMIT).until(() -> connections()
                .contains("\"total\":0"));
        assertThat(server.admin("PATCH", FLAG, "{\"enabled\":false}").statusCode())
                .isEqualTo(200);
        Matcher version = VERSION.matcher(server.admin("GET", FLAG, "").body());
        assertThat(version.find()).isTrue();
        last = Long.parseLong(version.group(1));
    }

    /** The id of an event, by how many events come after the test's begin up to it. */
    private String id(int more) {
        return Long.toString(last + more);
    }

    /** The protocol: LF only, data on one line, one piece for each event. */
    @Test
    void writesEachEventInOnePieceWithLfOnly() throws Exception {
        try (RawSseClient client = open()) {
            client.awaitEvent(event -> event.event().equals("heartbeat"), LIMIT);
            toggle();
            client.awaitEvent(event -> event.event().equals("flag-updated"), LIMIT);
            toggle();
            client.awaitEvent(event -> id(2).equals(event.id()), LIMIT);

            String body = new String(client.body(), StandardCharsets.UTF_8);
            assertThat(body).startsWith("event: heartbeat\ndata: {}\n\n").doesNotContain("\r");
            assertThat(client.chunks())
                    .extracting(chunk -> new String(chunk, StandardCharsets.UTF_8))
                    .allMatch(chunk -> chunk.matches("event: [a-z-]+\n(id: \\d+\n)?data: \\{[^\n]*}\n\n"));
        }
    }

    @Test
    void answersHeadWithoutOpeningAStream() throws Exception {
        HttpResponse<String> answer = server.send("HEAD", STREAM, "", "X-API-Key", WarServer.DEVELOPMENT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(connections()).contains("\"total\":0");
        assertThat(server.send("HEAD", STREAM, "").statusCode()).isEqualTo(401);
        assertThat(server.send("POST", STREAM, "").statusCode()).isEqualTo(405);
    }

    @Test
    void replaysWhatAClientMissed() throws Exception {
        toggle();
        toggle();
        toggle();
        try (RawSseClient client = open("Last-Event-ID: " + id(1))) {
            client.awaitEvent(event -> id(3).equals(event.id()), LIMIT);
            assertThat(ids(client)).containsExactly(id(2), id(3));
            assertThat(client.events()).noneMatch(event -> event.event().equals("config-updated"));
        }
    }

    @Test
    void everyClientThatComesAndGoesKnowsEveryChangeInTheEnd() throws Exception {
        Random random = new Random(20240121);
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            followers.add(new Follower());
        }
        Thread changes = new Thread(() -> {
            for (int i = 0; i < 150; i++) {
                toggleOrFail();
            }
        });
        changes.start();
        while (changes.isAlive()) {
            Follower follower = followers.get(random.nextInt(followers.size()));
            follower.goOrCome();
        }
        for (Follower follower : followers) {
            follower.knowsAllUpTo(last + 150);
        }
    }

    @Test
    void keepsNothingOfClientsThatVanished() throws Exception {
        for (int i = 0; i < 10; i++) {
            RawSseClient client = open();
            client.awaitEvent(event -> event.event().equals("heartbeat"), LIMIT);
            if (i % 2 == 0) {
                client.reset();
            } else {
                client.disconnect();
            }
        }

        await().atMost(LIMIT).until(() -> connections().contains("\"total\":0"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(Heap.histogram())
                .as("sinks, their queues, and Jetty's requests and asynchronous contexts")
                .doesNotContain(
                        "dev.flipswitch.server.broadcast.ServletSink\n",
                        "dev.flipswitch.server.broadcast.SinkQueue\n",
                        "dev.flipswitch.server.events.Connection\n",
                        "org.eclipse.jetty.ee10.servlet.AsyncContextState"));
    }

    @Test
    void endsOpenStreamsAndItsThreadsWhenItStops() throws Exception {
        try (RawSseClient client = open()) {
            client.awaitEvent(event -> event.event().equals("heartbeat"), LIMIT);

            server.close();

            assertThat(client.awaitEnd(LIMIT)).isEqualTo(RawSseClient.End.LAST_CHUNK);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .noneMatch(name -> name.startsWith("flipswitch-")));
        } finally {
            start("again");
        }
    }

    @Test
    void showsWhoIsConnected() throws Exception {
        double sent = metric(SENT);
        double delivered = metric(DELIVERED);
        try (RawSseClient one = open("X-Flipswitch-SDK: java/1.2.3");
                RawSseClient other = open("X-Flipswitch-SDK: <script>/1")) {
            one.awaitEvent(event -> true, LIMIT);
            other.awaitEvent(event -> true, LIMIT);
            toggle();
            one.awaitEvent(event -> id(1).equals(event.id()), LIMIT);
            other.awaitEvent(event -> id(1).equals(event.id()), LIMIT);

            assertThat(connections())
                    .isEqualTo("{\"total\":2,\"connections\":["
                            + "{\"environment\":\"default/development\",\"sdk\":\"java\",\"version\":\"1.2.3\",\"count\":1,"
                            + "\"ages\":{\"underAMinute\":1,\"underAnHour\":0,\"underADay\":0,\"older\":0}},"
                            + "{\"environment\":\"default/development\",\"sdk\":\"unknown\",\"version\":\"\",\"count\":1,"
                            + "\"ages\":{\"underAMinute\":1,\"underAnHour\":0,\"underADay\":0,\"older\":0}}]}");
            await().atMost(LIMIT).until(() -> metric(SENT) == sent + 2 && metric(DELIVERED) == delivered + 1);
        }
        assertThat(server.send("GET", "api/admin/connections", "").statusCode()).isEqualTo(401);
    }

    /** A client that remembers what it saw over its connections. */
    private final class Follower {

        private final TreeSet<Long> known = new TreeSet<>();
        private RawSseClient client = open();
        private boolean connected = true;

        Follower() throws Exception {
            client.awaitEvent(event -> true, LIMIT);
            LongStream.rangeClosed(1, last).forEach(known::add);
        }

        void goOrCome() throws Exception {
            if (connected) {
                learn();
                client.disconnect();
            } else {
                client = open("Last-Event-ID: " + known.last());
            }
            connected = !connected;
        }

        void knowsAllUpTo(long last) throws Exception {
            if (!connected) {
                goOrCome();
            }
            client.awaitEvent(event -> Long.toString(last).equals(event.id()) || known.contains(last), LIMIT);
            learn();
            assertThat(known)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
            client.disconnect();
        }

        private void learn() {
            for (RawEvent event : client.events()) {
                if (event.event().equals("config-updated")) {
                    LongStream.rangeClosed(1, Long.parseLong(event.id())).forEach(known::add);
                } else if (event.event().equals("flag-updated")) {
                    assertThat(known.add(Long.parseLong(event.id())))
                            .as("told once: " + event)
                            .isTrue();
                }
            }
        }
    }

    private RawSseClient open(String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "X-API-Key: " + WarServer.DEVELOPMENT;
        return RawSseClient.connect(server.uri(STREAM), all);
    }

    private static List<String> ids(RawSseClient client) {
        return client.events().stream()
                .filter(event -> !event.event().equals("heartbeat"))
                .map(RawEvent::id)
                .toList();
    }

    private static String connections() throws Exception {
        return server.send("GET", "api/admin/connections", "", "Authorization", "Bearer " + WarServer.ADMIN)
                .body();
    }

    /** Its value by now; none counts as 0. */
    private static double metric(String name) throws Exception {
        return server.send("GET", "metrics", "", "Authorization", "Bearer " + WarServer.ADMIN)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private void toggleOrFail() {
        try {
            toggle();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void toggle() throws Exception {
        enabled = !enabled;
        assertThat(server.admin("PATCH", FLAG, "{\"enabled\":" + enabled + "}").statusCode())
                .isEqualTo(200);
    }
}
