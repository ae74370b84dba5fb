package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.fixtures.RawSseClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on a runtime whose data source, made as {@code docs/database.md} says, leads to PostgreSQL. */
@Tag("runtimes")
abstract class DataSourceContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Path DOCUMENT = Path.of("../docs/database.md");

    /** What the document's examples ask for, beside a password, which the embedded database does not want. */
    private static final String PREPARATION = "create user flipswitch; create database flipswitch owner flipswitch";

    private final Http http = new Http();

    /** A runtime that has the document's data source, with the database at another port. */
    abstract JakartaRuntime runtime(Path driver, int databasePort) throws IOException;

    @Test
    void storesInTheContainersDataSource(@TempDir Path work) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
                for (String sql : PREPARATION.split("; ", -1)) {
                    connection.createStatement().execute(sql);
                }
            }
            try (RuntimeProcess running = RuntimeProcess.running(runtime(driver(), postgres.getPort()), work);
                    Connection database =
                            postgres.getDatabase("flipswitch", "flipswitch").getConnection()) {
                assertStores(running, database);
            }
        }
    }

    private void assertStores(RuntimeProcess running, Connection database) throws Exception {
        String server = running.serverUrl();
        try (RawSseClient stream = RawSseClient.connect(
                URI.create(server + "api/v1/flags/events"), "X-API-Key: " + RuntimeProcess.API_KEY)) {
            stream.awaitEvent(event -> true, LIMIT);
            assertThat(http.create(server, RuntimeProcess.ADMIN_TOKEN, "dark-mode")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(http.toggle(server, RuntimeProcess.ADMIN_TOKEN, "dark-mode", true)
                            .statusCode())
                    .isEqualTo(200);
            stream.awaitEvent(event -> event.event().equals("flag-updated"), LIMIT);
        }
        assertThat(StoredFlags.read(database))
                .containsEntry(
                        "dark-mode", WriteStorm.State.of(http.flag(server, RuntimeProcess.ADMIN_TOKEN, "dark-mode")));
    }

    private static Path driver() {
        return Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    /** What the document has between two patterns, without the breaks of lines that a shell takes away. */
    static String documented(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(MatchResult::group)
                .map(text -> text.replaceAll("\\\\\n *", ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(DOCUMENT + " has no " + pattern));
    }

    /** The name by which the server is told to look the data source up. */
    static String documentedName(String prefix) throws IOException {
        Matcher name = Pattern.compile("FLIPSWITCH_SERVER_DATA_SOURCE=(\\S+)")
                .matcher(documented(prefix + ".*?FLIPSWITCH_SERVER_DATA_SOURCE=\\S+"));
        assertThat(name.find()).isTrue();
        return name.group(1);
    }
}
