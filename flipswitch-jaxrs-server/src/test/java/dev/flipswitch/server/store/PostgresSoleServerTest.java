package dev.flipswitch.server.store;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.flags.StoreUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One server works with a database, unless several are allowed to. */
@ExtendWith(Postgres.Extension.class)
class PostgresSoleServerTest {

    private static final String LOCK = "pg_advisory_lock(1179404624, hashtext('public'))";
    private static final String OF_LOCK =
            " from pg_locks where locktype = 'advisory' and database = (select oid from pg_database"
                    + " where datname = current_database())";

    private final DatabaseSettings.Url settings;

    PostgresSoleServerTest(Postgres postgres) throws SQLException {
        this.settings = postgres.newDatabase();
    }

    @BeforeEach
    void createProject() {
        try (Database database = open()) {
            store(database).createProject("default", "Default", List.of("development"));
        }
    }

    @Test
    void refusesASecondServer() {
        try (Database first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("FLIP-SERVER-0130: another flag server works with the database "
                            + settings.url() + " (process ")
                    .hasMessageContaining("FLIPSWITCH_SERVER_NODES")
                    .hasMessageNotContaining("\n");
            assertThat(store(first).projects()).hasSize(1);
        }
    }

    @RepeatedTest(3)
    void startsOneOfThoseThatBeginAtTheSameMomentWithAnEmptyDatabase(Postgres postgres) throws Exception {
        DatabaseSettings.Url empty = postgres.newDatabase();
        CyclicBarrier begin = new CyclicBarrier(4);
        ExecutorService starting = Executors.newFixedThreadPool(4);
        List<Database> started = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try {
            List<Future<Database>> servers = starting.invokeAll(Collections.nCopies(4, () -> {
                begin.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                return Database.open(empty, 2, false);
            }));
            for (Future<Database> server : servers) {
                try {
                    started.add(server.get());
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(StartupFailure.class);
                    refused.add(String.valueOf(e.getMessage()));
                }
            }

            assertThat(started).hasSize(1);
            assertThat(refused).hasSize(3).allSatisfy(message -> assertThat(message)
                    .contains("FLIP-SERVER-0130: another flag server works with the database ")
                    .doesNotContain("\n"));
            assertThat(store(started.get(0)).projects()).isEmpty();
        } finally {
            starting.shutdownNow();
            started.forEach(Database::close);
        }
    }

    @Test
    void startsAgainWhenTheFirstOneHasEnded() {
        open().close();

        try (Database second = open()) {
            assertThat(store(second).projects()).hasSize(1);
        }
    }

    @Test
    void letsSeveralServersWorkThatAreAllowedTo() {
        try (Database first = Database.open(settings, 2, true);
                Database second = Database.open(settings, 2, true)) {
            assertThat(store(first).projects()).isEqualTo(store(second).projects());
        }
    }

    @Test
    void refusesNobodyInAnotherSchema() throws Exception {
        execute("create schema other");
        DatabaseSettings.Url other =
                new DatabaseSettings.Url(settings.url() + "?currentSchema=other", settings.user(), null);
        try (Database first = open();
                Database second = Database.open(other, 2, false)) {
            assertThat(store(first).projects()).hasSize(1);
            assertThat(store(second).projects()).isEmpty();
        }
    }

    @Test
    void takesTheDatabaseAgainAfterItsConnectionWasLost() throws Exception {
        try (Database database = open()) {
            String lost = holder();
            execute("select pg_terminate_backend(pid)" + OF_LOCK);

            await().atMost(LIMIT).until(() -> {
                String now = holder();
                return !now.equals("0") && !now.equals(lost);
            });
            await().atMost(LIMIT).until(database::isAvailable);
            store(database).createProject("second", "Second", List.of("development"));
        }
    }

    @Test
    @SuppressWarnings("try") // the other server goes before its time
    void changesNothingWhileAnotherServerHasTakenTheDatabase() throws Exception {
        try (Database database = open();
                Connection other = connect();
                Statement statement = other.createStatement()) {
            // the first to get the lock when its holder is gone is who waits for it
            Thread ending = new Thread(this::endHolderWhenSomebodyWaits);
            ending.start();
            statement.execute("select " + LOCK);
            ending.join();

            await().atMost(LIMIT).until(() -> !database.isAvailable());
            assertThatThrownBy(() -> store(database).createProject("second", "Second", List.of()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("Another flag server works with the database; nothing was stored.");
            assertThat(store(database).projects()).hasSize(1);

            other.close();

            await().atMost(LIMIT).until(database::isAvailable);
            store(database).createProject("second", "Second", List.of("development"));
        }
    }

    private void endHolderWhenSomebodyWaits() {
        await().atMost(LIMIT).until(() -> query("select count(*)" + OF_LOCK + " and not granted")
                .equals("1"));
        try {
            execute("select pg_terminate_backend(pid)" + OF_LOCK + " and granted");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Database open() {
        return Database.open(settings, 2, false);
    }

    private static JdbiFlagStore store(Database database) {
        return new JdbiFlagStore(database, Clock.systemUTC());
    }

    private String holder() throws SQLException {
        return query("select coalesce(max(pid), 0)" + OF_LOCK + " and granted");
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }
}
