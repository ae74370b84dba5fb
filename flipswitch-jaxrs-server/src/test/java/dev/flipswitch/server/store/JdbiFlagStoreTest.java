package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.Credentials;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.Project;
import dev.flipswitch.server.flags.Snapshot;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbiFlagStoreTest {

    private static final Instant NOW = Instant.parse("2024-01-21T10:30:45.123Z");
    private static final Rollout TENTH = new Rollout(Map.of("on", new BigDecimal("10.125")));

    private Path folder;
    private Database database;
    private FlagStore store;
    private Project project;
    private Environment development;
    private Environment production;

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
        reopen();
        store.createProject("default", "Default", List.of("development", "production"));
        project = store.projects().get(0);
        development = project.environments().get(0);
        production = project.environments().get(1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsProjectsAndEnvironmentsInTheOrderOfTheirCreation() {
        store.createProject("another", "Another", List.of("test"));

        assertThat(store.projects()).extracting(Project::key).containsExactly("default", "another");
        assertThat(project.environments()).extracting(Environment::name).containsExactly("Development", "Production");
    }

    @Test
    void startsANewFlagOffInEveryEnvironment() {
        store.define(project, darkMode("off"), "Dark", TENTH);

        for (Environment environment : project.environments()) {
            assertThat(store.load(environment).flags())
                    .containsExactly(Map.entry(
                            "dark-mode",
                            new Flag(new FlagConfiguration(darkMode("off"), false, TENTH, 1), "Dark", NOW)));
            assertThat(store.loadAfter(environment, 0).orElseThrow().changes())
                    .containsExactly(new Change.FlagUpdated(1, "dark-mode", NOW));
        }
    }

    @Test
    void changesAFlagInOneEnvironmentOnly() {
        store.define(project, darkMode("off"), "Dark", TENTH);

        assertThat(enable(development)).isTrue();

        assertThat(flag(development).enabled()).isTrue();
        assertThat(flag(development).version()).isEqualTo(2);
        assertThat(flag(production).enabled()).isFalse();
        assertThat(store.loadAfter(development, 1).orElseThrow().changes())
                .containsExactly(new Change.FlagUpdated(2, "dark-mode", NOW));
        assertThat(store.loadAfter(production, 1)).isEmpty();
    }

    @Test
    void storesNothingWhereNothingChanges() {
        store.define(project, darkMode("off"), "Dark", TENTH);
        enable(development);
        long rows = auditRows();

        enable(development);
        store.define(project, darkMode("off"), "Dark", Rollout.NONE);

        assertThat(store.load(development).lastEventId()).isEqualTo(2);
        assertThat(store.load(production).lastEventId()).isEqualTo(1);
        assertThat(auditRows()).isEqualTo(rows);
    }

    @Test
    void replacesADefinitionEverywhereAndKeepsWhatIsConfigured() {
        store.define(project, darkMode("off"), "Dark", TENTH);
        enable(development);

        store.define(project, darkMode("on"), "Darker", Rollout.NONE);

        assertThat(flag(development)).isEqualTo(new FlagConfiguration(darkMode("on"), true, TENTH, 3));
        assertThat(flag(production)).isEqualTo(new FlagConfiguration(darkMode("on"), false, TENTH, 2));
    }

    @Test
    void countsTheOrderOfVariantsAsAChange() {
        store.define(project, darkMode("off"), "", TENTH);
        Map<String, Object> reversed = new LinkedHashMap<>();
        reversed.put("off", false);
        reversed.put("on", true);

        store.define(project, new FlagDefinition("dark-mode", FlagType.BOOLEAN, reversed, "off"), "", TENTH);

        assertThat(flag(development).definition().variants().keySet()).containsExactly("off", "on");
        assertThat(flag(development).version()).isEqualTo(2);
    }

    @Test
    void refusesToDropAVariantThatARolloutNamesAndLeavesNothingHalfDone() {
        store.define(project, darkMode("off"), "", TENTH);
        FlagDefinition other =
                new FlagDefinition("dark-mode", FlagType.BOOLEAN, Map.of("yes", true, "no", false), "no");

        assertThatThrownBy(() -> store.define(project, other, "", Rollout.NONE))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("variants must keep on as long as the rollout in environment development names it");
        assertThat(flag(production).definition()).isEqualTo(darkMode("off"));
        assertThat(store.load(production).lastEventId()).isEqualTo(1);
    }

    @Test
    void knowsNoFlagThatIsNotThere() {
        assertThat(enable(development)).isFalse();
        assertThat(store.load(development).lastEventId()).isZero();
    }

    @Test
    void keepsValuesOfAllTypesAsTheyAre() {
        Map<String, Object> structure = Map.of("list", List.of(1L, new BigDecimal("1.0"), "x", true), "none", Map.of());
        store.define(project, of(FlagType.OBJECT, structure), "", Rollout.NONE);
        store.define(project, of(FlagType.DECIMAL, new BigDecimal("10.0")), "", Rollout.NONE);
        store.define(project, of(FlagType.INTEGER, Long.MIN_VALUE), "", Rollout.NONE);
        store.define(project, of(FlagType.STRING, "é ' \" \u0000 \uD83D\uDE00"), "", Rollout.NONE);

        database.close();
        reopen();

        assertThat(store.load(development).flags().values())
                .extracting(flag -> flag.configuration().definition().variants().get("a"))
                .containsExactly(new BigDecimal("10.0"), Long.MIN_VALUE, structure, "é ' \" \u0000 \uD83D\uDE00");
    }

    @Test
    void remembersEverythingAcrossARestart() {
        store.define(project, darkMode("off"), "Dark", TENTH);
        enable(production);
        store.replace(new Credentials(Optional.of("a".repeat(64)), Map.of(production, "b".repeat(64))));

        database.close();
        reopen();

        assertThat(store.projects()).containsExactly(project);
        assertThat(flag(production)).isEqualTo(new FlagConfiguration(darkMode("off"), true, TENTH, 2));
        assertThat(store.load(production).lastEventId()).isEqualTo(2);
        assertThat(store.credentials())
                .isEqualTo(new Credentials(Optional.of("a".repeat(64)), Map.of(production, "b".repeat(64))));
    }

    @Test
    void letsEnvironmentsSwapTheirKeys() {
        store.replace(new Credentials(Optional.empty(), Map.of(development, "d", production, "p")));

        store.replace(new Credentials(Optional.of("t"), Map.of(development, "p", production, "d")));

        assertThat(store.credentials())
                .isEqualTo(new Credentials(Optional.of("t"), Map.of(development, "p", production, "d")));
    }

    @Test
    void numbersConcurrentChangesWithoutGapOrDuplicate() throws Exception {
        store.define(project, darkMode("off"), "", TENTH);
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> toggle = this::toggle;
            for (Future<Boolean> written : writers.invokeAll(
                    IntStream.range(0, 40).mapToObj(i -> toggle).toList())) {
                assertThat(written.get()).isTrue();
            }
        } finally {
            writers.shutdown();
        }

        assertThat(flag(development).version()).isEqualTo(41);
        assertThat(store.loadAfter(development, 0).orElseThrow().changes())
                .extracting(Change::id)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 41).boxed().toList());
    }

    @Test
    void readsFlagsAndChangesOfOneMoment() throws Exception {
        store.define(project, darkMode("off"), "", TENTH); // from here on the version is the id of the last change
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> IntStream.range(0, 40).forEach(i -> toggle()));
            long known = 1;
            boolean last;
            do {
                last = writing.isDone();
                Optional<FlagStore.Refreshed> refreshed = store.loadAfter(development, known);
                if (refreshed.isPresent()) {
                    Snapshot snapshot = refreshed.get().snapshot();
                    assertThat(snapshot.flags().values())
                            .extracting(flag -> flag.configuration().version())
                            .containsExactly(snapshot.lastEventId());
                    assertThat(refreshed.get().changes())
                            .extracting(Change::id)
                            .containsExactlyElementsOf(LongStream.rangeClosed(known + 1, snapshot.lastEventId())
                                    .boxed()
                                    .toList());
                    known = snapshot.lastEventId();
                }
            } while (!last);
            writing.get();
            assertThat(known).isEqualTo(41);
        } finally {
            writer.shutdown();
        }
    }

    @Test
    void refusesAFolderThatIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Database.open(file.resolve("below")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("the data folder " + file.resolve("below") + " can't be used")
                .hasMessageNotContaining("\n");
    }

    private void reopen() {
        database = Database.open(folder);
        store = new JdbiFlagStore(database, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private boolean enable(Environment environment) {
        return store.configure(
                environment,
                "dark-mode",
                old -> new FlagConfiguration(old.definition(), true, old.rollout(), old.version()));
    }

    private boolean toggle() {
        return store.configure(
                development,
                "dark-mode",
                old -> new FlagConfiguration(old.definition(), !old.enabled(), old.rollout(), old.version()));
    }

    private FlagConfiguration flag(Environment environment) {
        return Objects.requireNonNull(store.load(environment).flags().get("dark-mode"))
                .configuration();
    }

    private long auditRows() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from audit")
                .mapTo(Long.class)
                .one());
    }

    private static FlagDefinition of(FlagType type, Object value) {
        return new FlagDefinition(type.id(), type, Map.of("a", value, "b", value), "a");
    }

    private static FlagDefinition darkMode(String defaultVariant) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagDefinition("dark-mode", FlagType.BOOLEAN, variants, defaultVariant);
    }
}
