package dev.flipswitch.server.store;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import javax.naming.InitialContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One server works with a database that is reached through a container's pool, whose connections outlive the server. */
@ExtendWith(Postgres.Extension.class)
@SuppressWarnings("BanJNDI") // the names are the test's
class ContainerSoleServerTest {

    private static final String NAME = "flags-of-one";
    private static final String OF_LOCK =
            " from pg_locks where locktype = 'advisory' and database = (select oid from pg_database"
                    + " where datname = current_database())";

    private final DatabaseSettings.Url direct;
    private final HikariDataSource container = new HikariDataSource();

    ContainerSoleServerTest(Postgres postgres) throws SQLException {
        this.direct = postgres.newDatabase();
    }

    @BeforeEach
    void startContainer() throws Exception {
        container.setJdbcUrl(direct.url());
        container.setUsername(direct.user());
        container.setPassword(direct.password());
        container.setAutoCommit(false);
        new InitialContext().rebind(NAME, container);
    }

    @AfterEach
    void endContainer() throws Exception {
        new InitialContext().unbind(NAME);
        container.close();
    }

    @Test
    void refusesASecondServerWhicheverWayItComes() {
        try (Database first = open()) {
            assertThatThrownBy(ContainerSoleServerTest::open)
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("FLIP-SERVER-0130: another flag server works with the database " + NAME)
                    .hasMessageNotContaining("\n");
            assertThatThrownBy(() -> Database.open(direct, 2, false))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("FLIP-SERVER-0130");
            store(first).createProject("default", "Default", List.of("development"));
        }
    }

    @Test
    void leavesNoLockInTheContainersPool() throws Exception {
        open().close();

        assertThat(query("select count(*)" + OF_LOCK)).isEqualTo("0");
        try (Database second = Database.open(direct, 2, false)) {
            assertThat(store(second).projects()).isEmpty();
        }
    }

    @Test
    void takesTheDatabaseAgainAfterItsConnectionWasLost() throws Exception {
        try (Database database = open()) {
            query("select count(pg_terminate_backend(pid))" + OF_LOCK);

            await().atMost(LIMIT)
                    .until(() ->
                            query("select count(*)" + OF_LOCK + " and granted").equals("1") && database.isAvailable());
            store(database).createProject("default", "Default", List.of("development"));
        }
    }

    private static Database open() {
        return Database.open(new DatabaseSettings.ContainerDataSource(NAME), 2, false);
    }

    private static JdbiFlagStore store(Database database) {
        return new JdbiFlagStore(database, Clock.systemUTC());
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(direct.url(), direct.user(), direct.password());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
