package dev.flipswitch.server.store;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Ruleset;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Project;
import dev.flipswitch.server.flags.Snapshot;
import dev.flipswitch.server.flags.StoredSegment;
import dev.flipswitch.server.json.JsonReader;
import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.json.RuleParser;
import dev.flipswitch.server.json.RuleWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The segments of projects. Stateless. */
final class SegmentTable {

    private static final String REASON = "segment-modified";

    private SegmentTable() {}

    static List<StoredSegment> of(Handle handle, Project project) {
        return list(handle, "project_id = :id", project.id(), new HashMap<>());
    }

    /** The segments that flags in an environment may refer to. */
    static List<Segment> of(Handle handle, Environment environment) {
        return of(handle, environment, new HashMap<>());
    }

    /** The same; what can't be read is left out, and noted. */
    static List<Segment> of(Handle handle, Environment environment, Map<String, Damage> damaged) {
        String project = "project_id = (select project_id from environments where id = :id)";
        return list(handle, project, environment.id(), damaged).stream()
                .map(StoredSegment::segment)
                .toList();
    }

    private static List<StoredSegment> list(Handle handle, String where, long id, Map<String, Damage> damaged) {
        return handle
                .createQuery("select segment_key, definition, version, updated_at from segments where " + where)
                .bind("id", id)
                .map((row, context) -> sound(row, damaged))
                .stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(stored -> stored.segment().key())) // as no database's language would
                .toList();
    }

    /** Reads a row; empty if it makes no sense, as after it was changed by hand. */
    private static Optional<StoredSegment> sound(ResultSet row, Map<String, Damage> damaged) throws SQLException {
        String key = row.getString("segment_key");
        try {
            Segment segment = new Segment(key, groups(row.getString("definition")), row.getLong("version"));
            return Optional.of(new StoredSegment(segment, FlagRow.instant(row, "updated_at")));
        } catch (RuntimeException e) {
            damaged.put(Snapshot.SEGMENTS + key, new Damage(SqlErrors.reason(e)));
            return Optional.empty();
        }
    }

    /**
     * Creates or replaces a segment.
     *
     * @param edits of all environments of the project
     * @param all the segments before
     */
    static StoredSegment save(
            Handle handle, Project project, List<EnvironmentChange> edits, List<StoredSegment> all, Segment wanted) {
        List<Segment> segments = all.stream().map(StoredSegment::segment).toList();
        Optional<Segment> before =
                segments.stream().filter(one -> one.key().equals(wanted.key())).findFirst();
        Segment after = new Segment(wanted.key(), wanted.groups(), version(handle, project, wanted.key()) + 1);
        check(after, segments);
        Instant now = edits.get(0).now();
        String sql = before.isPresent()
                ? """
                  update segments set definition = :definition, version = :version, updated_at = :now
                   where project_id = :project and segment_key = :key"""
                : """
                  insert into segments (project_id, segment_key, definition, version, updated_at)
                    values (:project, :key, :definition, :version, :now)""";
        if (before.isEmpty()) { // but for a damaged row
            handle.createUpdate("delete from segments where project_id = :project and segment_key = :key")
                    .bind("project", project.id())
                    .bind("key", after.key())
                    .execute();
        }
        handle.createUpdate(sql)
                .bind("project", project.id())
                .bind("key", after.key())
                .bind("definition", json(after))
                .bind("version", after.version())
                .bind("now", FlagRow.timestamp(now))
                .execute();
        for (EnvironmentChange edit : edits) {
            edit.announce(null, REASON);
            edit.auditSegment(
                    REASON,
                    after.key(),
                    before.map(old -> RuleWriter.groups(old.groups())),
                    RuleWriter.groups(after.groups()));
        }
        return new StoredSegment(after, now);
    }

    /** The version that is stored, also with a damaged row; 0 if there is none. */
    private static long version(Handle handle, Project project, String key) {
        return handle.createQuery("select version from segments where project_id = :project and segment_key = :key")
                .bind("project", project.id())
                .bind("key", key)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** A fault is to be found in the changed segment: so it comes after the ones that it refers to. */
    private static void check(Segment changed, List<Segment> all) {
        Set<Object> references = changed.groups().stream()
                .flatMap(List::stream)
                .filter(condition -> condition.attribute().isEmpty())
                .map(Condition::values)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        Stream<Segment> others = all.stream()
                .filter(segment -> !segment.key().equals(changed.key()))
                .sorted(Comparator.comparing(segment -> !references.contains(segment.key())));
        try {
            Ruleset.compile(List.of(), Stream.concat(others, Stream.of(changed)).toList());
        } catch (InvalidFlagException e) {
            throw e.within("segments." + changed.key());
        }
    }

    private static String json(Segment segment) {
        return JsonWriter.write(RuleWriter.groups(segment.groups()));
    }

    private static List<List<Condition>> groups(String json) {
        return RuleParser.groups((List<?>) Objects.requireNonNull(JsonReader.read(json)));
    }
}
