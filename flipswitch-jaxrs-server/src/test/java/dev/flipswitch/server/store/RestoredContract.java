package dev.flipswitch.server.store;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.ChangeHistory;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.StoreUnavailableException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens under a server whose database is set back, in every database. */
abstract class RestoredContract extends StoreFixture {

    private static final List<String> TABLES = List.of("events", "flag_environments");

    private final List<Change> told = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.flipswitch.server");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            if (logged.getMessage().startsWith("FLIP-SERVER-0040")) {
                warnings.add(logged.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private FlagService flags;

    @BeforeEach
    void define() {
        logger.addHandler(handler);
        store = new JdbiFlagStore(database, Clock.systemUTC());
        store.define(project, darkMode("off"), TENTH);
        flags = new FlagService(store, this::note);
        change();
    }

    @AfterEach
    void removeHandler() {
        logger.removeHandler(handler);
    }

    private void note(Environment environment, List<Change> changes) {
        if (environment.equals(development)) {
            told.addAll(changes);
        }
    }

    @Test
    void servesAnOlderStateAndTellsOnceToFetchEverythingWithoutBeingAsked() {
        backUp();
        change();
        change();
        change();
        long highest = lastTold().id();
        database.whenThere(flags::refresh);

        restore();

        await().atMost(LIMIT).until(() -> lastTold() instanceof Change.ConfigUpdated);
        assertThat(served()).isTrue();
        assertThat(lastTold().id()).as("clients drop ids that are not higher").isGreaterThan(highest);
        flags.refresh();
        assertThat(told).filteredOn(Change.ConfigUpdated.class::isInstance).hasSize(1);
        assertThat(warnings).singleElement().asString().contains("default/development");
    }

    @Test
    void servesAndTellsTheVeryNextChangeAfterItWasSetBack() {
        backUp();
        for (int i = 0; i < 8; i++) {
            change();
        }
        long highest = lastTold().id();
        restore();

        for (int i = 0; i < 8; i++) {
            boolean before = served();
            assertThat(change()).isEqualTo(i == 0 ? !true : !before);
        }

        assertThat(told.subList(9, told.size())).hasSize(8);
        assertThat(told.get(9)).isInstanceOf(Change.ConfigUpdated.class);
        assertThat(told.subList(10, told.size())).allMatch(Change.FlagUpdated.class::isInstance);
        assertThat(told).extracting(Change::id).isSorted().doesNotHaveDuplicates();
        assertThat(told.get(9).id()).isGreaterThan(highest);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void knowsAnotherChangeWithTheSameId() {
        change();
        long id = lastTold().id();

        execute("update flag_environments set enabled = true");
        execute("update events set created_at = '2001-01-01 00:00:00Z' where id = " + id);
        execute("update environments set last_event_at = '2001-01-01 00:00:00Z' where last_event_id = " + id);
        flags.refresh();

        assertThat(served()).isTrue();
        assertThat(lastTold()).isInstanceOf(Change.ConfigUpdated.class);
        assertThat(lastTold().id()).isGreaterThan(id);
    }

    @Test
    void knowsANewerStateThatDoesNotComeFromTheKnownOne() {
        change();
        long id = lastTold().id();

        execute("delete from events where id = " + id);
        execute("update environments set last_event_id = " + (id + 5) + " where id = " + development.id());
        flags.refresh();

        assertThat(lastTold()).isInstanceOf(Change.ConfigUpdated.class);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void givesNoIdAgainAfterItWasSetBackBetweenTwoRuns() {
        backUp();
        change();
        change();
        long given = lastTold().id();
        database.close();
        open(settings());
        restore();
        store = new JdbiFlagStore(database, Clock.systemUTC());
        flags = new FlagService(store, this::note);

        change();
        change();

        ChangeHistory history = flags.history(development);
        assertThat(history.lastEventId()).isGreaterThan(given);
        assertThat(history.changes(given, history.lastEventId(), 64))
                .as("what came after a change that is not part of this history")
                .isEmpty();
        assertThat(history.changes(lastTold().id() - 1, history.lastEventId(), 64)
                        .orElseThrow())
                .as("what came after one that is")
                .containsExactly(lastTold());
        assertThat(warnings).isEmpty();
    }

    @Test
    void replaysAcrossARestart() {
        long seen = lastTold().id();
        reopen();
        store = new JdbiFlagStore(database, Clock.systemUTC());
        flags = new FlagService(store, this::note);

        change();

        assertThat(flags.history(development).changes(seen, lastTold().id(), 64).orElseThrow())
                .containsExactly(lastTold());
        assertThat(lastTold()).isInstanceOf(Change.FlagUpdated.class);
        assertThat(warnings).isEmpty();
    }

    @Test
    void isAwayWhileTheDatabaseIsBeingRestored() {
        execute("alter table environments rename to elsewhere");
        assertThatThrownBy(flags::refresh).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(this::change).isInstanceOf(StoreUnavailableException.class);
        await().atMost(LIMIT).until(() -> !store.isAvailable());
        execute("alter table elsewhere rename to environments");

        await().atMost(LIMIT).until(store::isAvailable);
        change();
        assertThat(lastTold()).isInstanceOf(Change.FlagUpdated.class);
    }

    /** Toggles; whether the flag is served as on then. */
    private boolean change() {
        flags.configure(development, "dark-mode", StoreFixture::toggled);
        return served();
    }

    private boolean served() {
        return Objects.requireNonNull(flags.snapshot(development).flags().get("dark-mode"))
                .configuration()
                .enabled();
    }

    private Change lastTold() {
        return told.get(told.size() - 1);
    }

    private void backUp() {
        TABLES.forEach(table -> execute("create table kept_" + table + " as select * from " + table));
        execute("create table kept_environments as select * from environments");
    }

    private void restore() {
        database.jdbi().useTransaction(handle -> {
            TABLES.forEach(table -> {
                handle.execute("delete from " + table);
                handle.execute("insert into " + table + " select * from kept_" + table);
            });
            for (String column : List.of("last_event_id", "last_event_at")) {
                handle.execute("update environments set " + column + " = (select k." + column
                        + " from kept_environments k where k.id = environments.id)");
            }
        });
    }
}
