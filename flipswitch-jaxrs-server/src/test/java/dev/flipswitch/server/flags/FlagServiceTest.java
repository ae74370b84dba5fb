package dev.flipswitch.server.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.store.Database;
import dev.flipswitch.server.store.JdbiFlagStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlagServiceTest {

    private static final FlagDefinition DARK_MODE =
            new FlagDefinition("dark-mode", FlagType.BOOLEAN, Map.of("on", true, "off", false), "off");

    private final List<String> told = new ArrayList<>();

    private Database database;
    private FlagStore store;
    private FlagService flags;
    private Project project;
    private Environment development;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = Database.open(new DatabaseSettings.Folder(folder), 8);
        store = new JdbiFlagStore(database, Clock.systemUTC());
        store.createProject("default", "Default", List.of("development", "production"));
        flags = service();
        project = flags.project("default");
        development = flags.environment("default", "development");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsOfAChangeWhenEvaluationsSeeItAlready() {
        define();
        flags.configure(development, "dark-mode", FlagServiceTest::on);

        assertThat(told).containsExactly("development 1 false", "production 1 false", "development 2 true");
    }

    @Test
    void tellsNobodyThatNothingChanged() {
        define();
        told.clear();

        define();
        flags.configure(development, "dark-mode", old -> old);

        assertThat(told).isEmpty();
    }

    @Test
    void returnsTheFlagAfterTheChange() {
        define();

        Flag flag = flags.configure(development, "dark-mode", FlagServiceTest::on);

        assertThat(flag.configuration()).isEqualTo(new FlagConfiguration(DARK_MODE, true, Rollout.NONE, 2));
        assertThat(flags.flag(development, "dark-mode")).isEqualTo(flag);
    }

    @Test
    void catchesUpWithWhatOthersStored() {
        define();
        told.clear();
        store.configure(development, "dark-mode", FlagServiceTest::on);
        store.configure(development, "dark-mode", old -> old.withEnabled(false));

        flags.configure(development, "dark-mode", FlagServiceTest::on);

        assertThat(told)
                .containsExactlyElementsOf(LongStream.rangeClosed(2, 4)
                        .mapToObj(id -> "development " + id + " true")
                        .toList());
    }

    @Test
    void findsWhatIsStoredWhenItStarts() {
        define();

        assertThat(service().flag(development, "dark-mode")).isEqualTo(flags.flag(development, "dark-mode"));
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> flags.project("nope"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("There is no project nope.");
        assertThatThrownBy(() -> flags.environment("default", "nope"))
                .hasMessage("There is no environment nope in project default.");
        assertThatThrownBy(() -> flags.flag(development, "nope"))
                .hasMessage("There is no flag nope in environment development of project default.");
        assertThatThrownBy(() -> flags.configure(development, "nope", FlagServiceTest::on))
                .hasMessage("There is no flag nope in environment development of project default.");
    }

    @Test
    void returnsTheStateThatItsChangeMadeThoughOthersCameAfterIt() {
        AtomicReference<FlagService> other = new AtomicReference<>();
        flags = new FlagService(store, (environment, changes) -> {
            FlagService late = other.getAndSet(null);
            if (late != null) {
                late.configure(development, "dark-mode", old -> old.withEnabled(false));
            }
        });
        define();
        FlagService late = service();
        other.set(late);

        Flag flag = flags.configure(development, "dark-mode", FlagServiceTest::on);

        assertThat(flag.configuration().enabled()).isTrue();
        assertThat(flag.configuration().version()).isEqualTo(2);
        assertThat(late.flag(development, "dark-mode").configuration().version())
                .isEqualTo(3);
    }

    private void define() {
        flags.define(project, DARK_MODE, Rollout.NONE, false, before -> {});
    }

    private FlagService service() {
        return new FlagService(store, this::note);
    }

    private void note(Environment environment, List<Change> changes) {
        for (Change change : changes) {
            told.add(environment.key() + " " + change.id() + " "
                    + flags.flag(environment, "dark-mode").configuration().enabled());
        }
    }

    private static FlagConfiguration on(FlagConfiguration old) {
        return old.withEnabled(true);
    }
}
