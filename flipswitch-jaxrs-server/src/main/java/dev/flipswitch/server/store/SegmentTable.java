package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Segment;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The segments of environments. Stateless. */
final class SegmentTable {

    private static final String REASON = "segment-modified";

    private SegmentTable() {}

    static List<Segment> list(Handle handle, Environment environment) {
        return handle.createQuery(
                        """
                        select segment_key, definition, version, updated_at from segments
                         where environment_id = :environment order by segment_key""")
                .bind("environment", environment.id())
                .map((row, context) -> new Segment(
                        row.getString("segment_key"),
                        row.getString("definition"),
                        row.getLong("version"),
                        StoredFlag.instant(row, "updated_at")))
                .list();
    }

    /** False if the segment is there already. */
    static boolean save(Edit edit, String key, String definition) {
        Optional<Segment> before = list(edit.handle(), edit.environment()).stream()
                .filter(segment -> segment.key().equals(key))
                .findFirst();
        if (before.filter(segment -> segment.definition().equals(definition)).isPresent()) {
            return false;
        }
        String sql = before.isPresent()
                ? """
                  update segments set definition = :definition, version = :version, updated_at = :now
                   where environment_id = :environment and segment_key = :key"""
                : """
                  insert into segments (environment_id, segment_key, definition, version, updated_at)
                    values (:environment, :key, :definition, :version, :now)""";
        edit.update(sql)
                .bind("key", key)
                .bind("definition", definition)
                .bind("version", before.map(Segment::version).orElse(0L) + 1)
                .execute();
        edit.announce(null, REASON);
        edit.auditSegment(REASON, key, before.map(Segment::definition).orElse(null), definition);
        return true;
    }
}
