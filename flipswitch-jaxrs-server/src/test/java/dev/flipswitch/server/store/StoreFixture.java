package dev.flipswitch.server.store;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Operator;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.Head;
import dev.flipswitch.server.flags.Project;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store with a project of two environments, in a database of its own for each test. */
abstract class StoreFixture {

    static final Instant NOW = Instant.parse("2024-01-21T10:30:45.123Z");
    static final Rollout TENTH = new Rollout(Map.of("on", new BigDecimal("10.125")));

    Database database;
    FlagStore store;
    Project project;
    Environment development;
    Environment production;

    private DatabaseSettings settings;

    /** Where a new database is. */
    abstract DatabaseSettings newDatabase() throws Exception;

    @BeforeEach
    void openNew() throws Exception {
        settings = newDatabase();
        open(settings);
        store.createProject("default", "Default", List.of("development", "production"));
        project = store.projects().get(0);
        development = project.environments().get(0);
        production = project.environments().get(1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    void reopen() {
        database.close();
        open(settings);
    }

    DatabaseSettings settings() {
        return settings;
    }

    boolean enable(Environment environment) {
        return store.configure(environment, "dark-mode", old -> old.withEnabled(true))
                .isPresent();
    }

    boolean toggle() {
        return store.configure(development, "dark-mode", StoreFixture::toggled).isPresent();
    }

    static FlagConfiguration toggled(FlagConfiguration old) {
        return old.withEnabled(!old.enabled());
    }

    FlagConfiguration flag(Environment environment) {
        return Objects.requireNonNull(store.load(environment).flags().get("dark-mode"))
                .configuration();
    }

    /** The state that another change than this one led to. */
    Optional<FlagStore.Refreshed> newer(Environment environment, long known) {
        return store.loadAfter(environment, new Head(known, NOW));
    }

    List<Change> changes(Environment environment, long after, long upTo) {
        return store.changes(environment, after, upTo, 100).orElseThrow();
    }

    long count(String table) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    static FlagDefinition darkMode(String defaultVariant) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagDefinition("dark-mode", FlagType.BOOLEAN, variants, defaultVariant);
    }

    static Segment testers(String email) {
        return new Segment("testers", List.of(List.of(Condition.of("email", Operator.EQUALS, email))), 0);
    }

    static Segment referring(String key, String other) {
        return new Segment(key, List.of(List.of(Condition.onSegments(Operator.IN_SEGMENT, other))), 0);
    }

    final void open(DatabaseSettings settings) {
        database = Database.open(settings, 8);
        store = new JdbiFlagStore(database, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
