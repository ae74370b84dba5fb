package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.Credentials;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.Head;
import dev.flipswitch.server.flags.Project;
import dev.flipswitch.server.flags.Snapshot;
import dev.flipswitch.server.flags.StoredSegment;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The flag store in a relational database. Thread-safe. */
public final class JdbiFlagStore implements FlagStore {

    /** More are reported as one that stands for all. */
    private static final int MOST_CHANGES = 1000;

    private final Database database;
    private final Transactions transactions;
    private final Clock clock;
    private final EventIds ids;

    /**
     * Uses an open database.
     *
     * @param database where to store
     * @param clock stamps the changes
     */
    public JdbiFlagStore(Database database, Clock clock) {
        this.database = database;
        this.transactions = new Transactions(database);
        this.clock = clock;
        this.ids = new EventIds(clock);
    }

    @Override
    public List<Project> projects() {
        return transactions.read(JdbiFlagStore::projects);
    }

    private static List<Project> projects(Handle handle) {
        return handle.createQuery("select id, project_key, name from projects order by id")
                .map((row, context) -> new Project(
                        row.getLong("id"),
                        row.getString("project_key"),
                        row.getString("name"),
                        environments(handle, row.getLong("id"), row.getString("project_key"))))
                .list();
    }

    @Override
    public void createProject(String key, String name, List<String> environments) {
        change(handle -> {
            Instant now = clock.instant();
            long project = handle.createUpdate(
                            "insert into projects (project_key, name, created_at) values (:key, :name, :now)")
                    .bind("key", key)
                    .bind("name", name)
                    .bind("now", FlagRow.timestamp(now))
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
            environments.forEach(environment -> ids.created(handle.createUpdate(
                            """
                            insert into environments
                              (project_id, environment_key, name, last_event_id, last_event_at)
                              values (:project, :key, :name, 0, :now)""")
                    .bind("project", project)
                    .bind("key", environment)
                    .bind("name", capitalized(environment))
                    .bind("now", FlagRow.timestamp(now))
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one()));
        });
    }

    @Override
    public Credentials credentials() {
        return transactions.read(handle -> SecretTable.read(handle, projects(handle)));
    }

    @Override
    public void replace(Credentials replacements) {
        change(handle -> SecretTable.replace(handle, replacements));
    }

    @Override
    public Map<Long, Head> heads() {
        return transactions.read(EventTable::heads);
    }

    @Override
    public Snapshot load(Environment environment) {
        Snapshot snapshot = transactions.read(handle -> snapshot(handle, environment));
        ids.seen(environment.id(), snapshot.lastEventId());
        return snapshot;
    }

    @Override
    public Optional<Refreshed> loadAfter(Environment environment, Head known) {
        Optional<Refreshed> refreshed =
                transactions.read(handle -> EventTable.head(handle, environment).equals(known)
                        ? Optional.empty()
                        : Optional.of(refreshed(handle, environment, known)));
        refreshed.ifPresent(other -> ids.seen(environment.id(), other.snapshot().lastEventId()));
        return refreshed;
    }

    @Override
    public Optional<List<Change>> changes(Environment environment, long after, long upTo, int most) {
        return transactions.read(handle -> EventTable.since(handle, environment, after, upTo, most));
    }

    @Override
    public void forgetChanges(Instant before) {
        repeat(handle -> Retention.forgetEvents(handle, before));
    }

    @Override
    public void forgetAudit(Instant before) {
        repeat(handle -> Retention.forgetAudit(handle, before));
    }

    /** Some at a time, so that changes get their turns in between. */
    private void repeat(ToIntFunction<Handle> forgetting) {
        while (transactions.write(forgetting::applyAsInt) > 0) {}
    }

    @Override
    public Optional<Compaction> compact() {
        return database.isCompactable() ? Optional.of(transactions.alone(database::compact)) : Optional.empty();
    }

    @Override
    public Optional<Flag> configure(Environment environment, String flagKey, UnaryOperator<FlagConfiguration> change) {
        if (!StorableText.isStorable(flagKey)) {
            return Optional.empty();
        }
        return transactions.write(handle -> {
            FlagEdit edit = new FlagEdit(new EnvironmentChange(handle, environment, clock.instant(), ids), flagKey);
            Optional<Flag> after = edit.configure(change);
            if (after.equals(edit.before().map(FlagRow::flag))) {
                handle.rollback();
            }
            return after;
        });
    }

    @Override
    public Map<Environment, Flag> define(
            Project project,
            FlagDefinition definition,
            Rollout rollout,
            boolean force,
            Consumer<Map<Environment, Flag>> check) {
        return transactions.write(handle -> {
            List<FlagEdit> edits = edits(handle, project).stream()
                    .map(edit -> new FlagEdit(edit, definition.key()))
                    .toList();
            Map<Environment, Flag> before = new LinkedHashMap<>();
            edits.forEach(edit -> edit.before().ifPresent(stored -> before.put(edit.environment(), stored.flag())));
            check.accept(before);
            FlagDefinition wanted = before.values().stream()
                    .findFirst()
                    .map(flag -> flag.configuration().definition().variants().keySet())
                    .map(definition::inOrder)
                    .orElse(definition);
            if (edits.stream().allMatch(edit -> edit.before()
                    .filter(stored -> stored.isDefinedAs(wanted))
                    .isPresent())) {
                handle.rollback();
                return before;
            }
            long flag = FlagTable.save(handle, project, wanted);
            Map<Environment, Flag> after = new LinkedHashMap<>();
            edits.forEach(edit -> after.put(edit.environment(), edit.redefine(flag, wanted, rollout, force)));
            return after;
        });
    }

    @Override
    public List<StoredSegment> segments(Project project) {
        return transactions.read(handle -> SegmentTable.of(handle, project));
    }

    @Override
    public StoredSegment saveSegment(Project project, Segment segment, Consumer<Optional<StoredSegment>> check) {
        return transactions.write(handle -> {
            List<EnvironmentChange> edits = edits(handle, project);
            List<StoredSegment> all = SegmentTable.of(handle, project);
            Optional<StoredSegment> before = all.stream()
                    .filter(stored -> stored.segment().key().equals(segment.key()))
                    .findFirst();
            check.accept(before);
            if (before.filter(known -> known.segment().groups().equals(segment.groups()))
                    .isPresent()) {
                handle.rollback();
                return before.get();
            }
            return SegmentTable.save(handle, project, edits, all, segment);
        });
    }

    @Override
    public boolean isAvailable() {
        return database.isAvailable();
    }

    /** Locks all environments, always in the same order. */
    private List<EnvironmentChange> edits(Handle handle, Project project) {
        Instant now = clock.instant();
        return project.environments().stream()
                .map(environment -> new EnvironmentChange(handle, environment, now, ids))
                .toList();
    }

    private void change(Consumer<Handle> work) {
        transactions.write(handle -> {
            work.accept(handle);
            return true;
        });
    }

    private static Snapshot snapshot(Handle handle, Environment environment) {
        TreeMap<String, Flag> flags = new TreeMap<>();
        TreeMap<String, Damage> damaged = new TreeMap<>();
        handle.createQuery(FlagRow.SELECT)
                .bind("environment", environment.id())
                .map((row, context) -> FlagRow.sound(row, damaged))
                .forEach(found ->
                        found.ifPresent(stored -> flags.put(stored.flag().key(), stored.flag())));
        List<Segment> segments = SegmentTable.of(handle, environment, damaged);
        return Snapshot.of(EventTable.head(handle, environment), flags, segments, damaged);
    }

    private Refreshed refreshed(Handle handle, Environment environment, Head known) {
        Snapshot snapshot = snapshot(handle, environment);
        if (!EventTable.leadsOn(handle, environment, known, snapshot.head())) {
            ids.seen(environment.id(), known.id());
            long id = snapshot.lastEventId() > known.id() ? snapshot.lastEventId() : ids.untold(environment.id());
            return new Refreshed(
                    snapshot, List.of(new Change.ConfigUpdated(id, "database-restored", clock.instant())), true);
        }
        List<Change> changes = EventTable.since(handle, environment, known.id(), snapshot.lastEventId(), MOST_CHANGES)
                .orElseGet(() -> List.of(
                        new Change.ConfigUpdated(snapshot.lastEventId(), "changes-forgotten", snapshot.changedAt())));
        return new Refreshed(snapshot, changes, false);
    }

    private static List<Environment> environments(Handle handle, long projectId, String project) {
        return handle.createQuery(
                        "select id, environment_key, name from environments where project_id = :project order by id")
                .bind("project", projectId)
                .map((row, context) -> new Environment(
                        row.getLong("id"), project, row.getString("environment_key"), row.getString("name")))
                .list();
    }

    private static String capitalized(String key) {
        return key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
    }
}
