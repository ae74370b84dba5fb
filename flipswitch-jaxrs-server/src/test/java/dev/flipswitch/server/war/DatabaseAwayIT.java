package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away under the WAR and comes back. */
class DatabaseAwayIT {

    private static final String FLAG = "/default/environments/development/flags/dark-mode";

    private final Logger logger = Logger.getLogger("dev.flipswitch.server");
    private final Records records = new Records();

    private Path data;
    private int port;
    private EmbeddedPostgres postgres;
    private WarServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        data = folder.resolve("postgres");
        port = freePort();
        postgres = postgres(port);
        logger.addHandler(records);
        server = WarServer.start(
                folder,
                Map.of(
                        "flipswitch.server.heartbeat-millis", "100",
                        "flipswitch.server.database-url", "jdbc:postgresql://localhost:" + port + "/postgres",
                        "flipswitch.server.database-user", "postgres"));
        server.admin(
                "PUT",
                "/default/flags/dark-mode",
                "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\","
                        + "\"rollout\":{\"on\":100}}");
        assertThat(toggle(true).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() throws Exception {
        logger.removeHandler(records);
        server.close();
        postgres.close();
    }

    @Test
    void servesFromMemoryRefusesChangesAndRecoversByItself() throws Exception {
        try (EventStream stream = server.events("api/v1/flags/events", "X-API-Key", WarServer.DEVELOPMENT)) {
            postgres.close();

            for (int attempt = 0; attempt < 2; attempt++) {
                assertRefusal();
            }
            await().atMost(LIMIT).until(() -> ready() == 503);
            assertThat(server.send("GET", "health/live", "").statusCode()).isEqualTo(200);
            assertThat(value()).isTrue();
            assertThat(server.evaluate("", "{}").body()).contains("\"value\":true");
            assertThat(server.admin("GET", FLAG, "").statusCode()).isEqualTo(200);
            try (EventStream back =
                    server.events("api/v1/flags/events", "X-API-Key", WarServer.DEVELOPMENT, "Last-Event-ID", "1")) {
                back.await(lines -> lines.contains("event: config-updated") && lines.contains("id: 2"));
            }
            int beats = beats(stream);
            stream.await(lines -> beats(stream) > beats + 3);
            assertThat(records.of(Level.WARNING)).singleElement().asString().contains("FLIP-SERVER-0020");

            storeElsewhere();
            postgres = postgres(port);

            await().atMost(LIMIT).until(() -> !value());
            stream.await(lines -> lines.contains("id: 3"));
            assertThat(toggle(true).statusCode()).isEqualTo(200);
            await().atMost(LIMIT).until(() -> ready() == 200);
            stream.await(lines -> lines.contains("id: 4"));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(records.of(Level.INFO))
                    .filteredOn(text -> text.contains("FLIP-SERVER-0021"))
                    .hasSize(1));
            assertThat(records.of(Level.WARNING)).hasSize(1);
        }
    }

    /** A database that takes connections and says nothing any more is away, too. */
    @Test
    void goesOnWhileTheDatabaseHangs() throws Exception {
        signal("STOP");
        try {
            await().atMost(LIMIT).until(() -> ready() == 503);
            assertRefusal();
            assertThat(value()).isTrue();
        } finally {
            signal("CONT");
        }

        await().atMost(LIMIT).until(() -> ready() == 200);
        await().atMost(LIMIT).until(() -> toggle(false).statusCode() == 200);
        assertThat(value()).isFalse();
    }

    /** To the database's first process and all that it has started. */
    private void signal(String name) throws Exception {
        long first = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, String.valueOf(first)));
        ProcessHandle.of(first).orElseThrow().descendants().forEach(child -> command.add(String.valueOf(child.pid())));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private int ready() throws Exception {
        return server.send("GET", "health/ready", "").statusCode();
    }

    private void assertRefusal() throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> refusal = toggle(false);
        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.body())
                .isEqualTo("{\"error\":{\"message\":\"The database is not available at the moment.\"}}");
        assertThat(refusal.headers().firstValue("Retry-After")).contains("2");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    /** A change that the server has not heard of: as after a commit whose answer was lost. */
    private void storeElsewhere() throws Exception {
        try (EmbeddedPostgres elsewhere = postgres(freePort());
                Connection connection = elsewhere.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update flag_environments set enabled = false, version = version + 1");
            statement.execute("update environments set last_event_id = 3");
            statement.execute("insert into events (environment_id, id, flag_key, reason, created_at)"
                    + " select id, 3, 'dark-mode', 'configure', now() from environments");
        }
    }

    private EmbeddedPostgres postgres(int onPort) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(onPort)
                .start();
    }

    private HttpResponse<String> toggle(boolean enabled) throws Exception {
        return server.admin("PATCH", FLAG, "{\"enabled\":" + enabled + "}");
    }

    private boolean value() throws Exception {
        return server.evaluate("/dark-mode", "{}").body().contains("\"value\":true");
    }

    private static int beats(EventStream stream) {
        return Collections.frequency(stream.lines(), "event: heartbeat");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Records extends Handler {

        private final List<LogRecord> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            all.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        List<String> of(Level level) {
            return all.stream()
                    .filter(logged -> logged.getLevel().equals(level))
                    .map(LogRecord::getMessage)
                    .toList();
        }
    }
}
