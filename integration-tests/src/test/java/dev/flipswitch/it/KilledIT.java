package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed while many write: what it has answered is there afterwards, and nothing is half done. */
class KilledIT {

    /** More by {@code -Dkills=50}. */
    private static final int ROUNDS = Integer.getInteger("kills", 2);

    private static final int ANSWERS = 150;
    private static final int COPIES = 40;
    private static final List<String> FLAGS =
            IntStream.range(0, 8).mapToObj(i -> "flag-" + i).toList();

    @TempDir
    Path folder;

    private final Http http = new Http();

    @Test
    void losesNothingInAFileOfH2() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("flags").resolve("flipswitch") + ";IFEXISTS=TRUE";

        assertNothingIsLost(Map.of(), () -> h2(url));
    }

    /** Space is used again at once, as it is after 45 s otherwise. */
    @Test
    void hasEachAnsweredChangeInACopyThatIsMadeAtOnce() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        String url = "jdbc:h2:file:" + data.resolve("flags") + ";RETENTION_TIME=0";
        try (ServerProcess server = new ServerProcess(folder, Map.of("FLIPSWITCH_SERVER_DATABASE_URL", url))) {
            http.create(server.url(), ServerProcess.ADMIN_TOKEN, "flag");
            List<WriteStorm.State> answered = new ArrayList<>();
            for (int i = 0; i < COPIES; i++) {
                HttpResponse<String> answer = http.toggle(server.url(), ServerProcess.ADMIN_TOKEN, "flag", i % 2 == 0);
                answered.add(WriteStorm.State.of(answer.body()));
                Files.copy(data.resolve("flags.mv.db"), folder.resolve("copy" + i + ".mv.db"));
            }
            for (int i = 0; i < COPIES; i++) {
                try (Connection copy = h2("jdbc:h2:file:" + folder.resolve("copy" + i) + ";IFEXISTS=TRUE")) {
                    assertThat(StoredFlags.read(copy)).containsEntry("flag", answered.get(i));
                }
            }
        }
    }

    /** Not by the DriverManager, from which another test's Tomcat may have taken the driver. */
    private static Connection h2(String url) throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        return database.getConnection();
    }

    @Test
    void losesNothingInPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            assertNothingIsLost(
                    Map.of(
                            "FLIPSWITCH_SERVER_DATABASE_URL",
                            "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
                            "FLIPSWITCH_SERVER_DATABASE_USER",
                            "postgres"),
                    () -> quiet(postgres.getPostgresDatabase().getConnection()));
        }
    }

    private void assertNothingIsLost(Map<String, String> settings, Connector database) throws Exception {
        try (ServerProcess server = new ServerProcess(folder, settings)) {
            for (String flag : FLAGS) {
                assertThat(http.create(server.url(), ServerProcess.ADMIN_TOKEN, flag)
                                .statusCode())
                        .isEqualTo(200);
            }
            for (int round = 0; round < ROUNDS; round++) {
                Map<String, WriteStorm.State> acknowledged = new WriteStorm(server, FLAGS).untilKilled(ANSWERS);

                Map<String, WriteStorm.State> stored;
                try (Connection connection = database.connect()) {
                    stored = StoredFlags.read(connection);
                }
                assertThat(acknowledged).containsOnlyKeys(FLAGS);
                acknowledged.forEach((flag, state) -> assertKept(stored.get(flag), state));

                server.restart();
                for (String flag : FLAGS) {
                    assertThat(WriteStorm.State.of(http.flag(server.url(), ServerProcess.ADMIN_TOKEN, flag)))
                            .isEqualTo(stored.get(flag));
                }
            }
        }
    }

    /** Waits until PostgreSQL has ended the sessions of the killed server: one may have been about to commit. */
    private static Connection quiet(Connection connection) {
        await().atMost(LIMIT).until(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet sessions = statement.executeQuery(
                            "select 1 from pg_stat_activity where application_name = 'flipswitch'")) {
                return !sessions.next();
            }
        });
        return connection;
    }

    /** At most the one write that was under way came after the answered one. */
    private static void assertKept(WriteStorm.@Nullable State stored, WriteStorm.State acknowledged) {
        assertThat(stored)
                .isIn(acknowledged, new WriteStorm.State(!acknowledged.enabled(), acknowledged.version() + 1));
    }

    private interface Connector {
        Connection connect() throws SQLException;
    }
}
