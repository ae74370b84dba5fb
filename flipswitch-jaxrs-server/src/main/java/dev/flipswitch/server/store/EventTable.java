package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Head;
import dev.flipswitch.server.flags.StoreUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What changed in environments. Stateless. */
final class EventTable {

    private static final String HEADS =
            """
            select e.id, e.last_event_id, coalesce(v.created_at, e.last_event_at) as head_at
              from environments e left join events v on v.environment_id = e.id and v.id = e.last_event_id""";

    private EventTable() {}

    /** The newest change of each environment, by its id. */
    static Map<Long, Head> heads(Handle handle) {
        Map<Long, Head> heads = new HashMap<>();
        handle.createQuery(HEADS)
                .map((row, context) -> Map.entry(row.getLong("id"), head(row)))
                .forEach(head -> heads.put(head.getKey(), head.getValue()));
        return heads;
    }

    /** The newest change of one. */
    static Head head(Handle handle, Environment environment) {
        return handle.createQuery(HEADS + " where e.id = :id")
                .bind("id", environment.id())
                .map((row, context) -> head(row))
                .findOne()
                .orElseThrow(() -> StoreUnavailableException.without(environment));
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(row.getLong("last_event_id"), FlagRow.instant(row, "head_at"));
    }

    /** False if the newest change certainly does not come after the one that is known. */
    static boolean leadsOn(Handle handle, Environment environment, Head known, Head newest) {
        if (newest.id() <= known.id()) {
            return false;
        }
        Optional<Instant> at = time(handle, environment, known.id());
        return at.isPresent() ? at.get().equals(known.at()) : !hasOlder(handle, environment, known.id());
    }

    /** Old changes are forgotten before newer ones. */
    private static boolean hasOlder(Handle handle, Environment environment, long id) {
        return handle.createQuery("select count(*) from events where environment_id = :environment and id < :id")
                        .bind("environment", environment.id())
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static Optional<Instant> time(Handle handle, Environment environment, long id) {
        return handle.createQuery("select created_at from events where environment_id = :environment and id = :id")
                .bind("environment", environment.id())
                .bind("id", id)
                .map((row, context) -> FlagRow.instant(row, "created_at"))
                .findOne();
    }

    /**
     * The changes after one; empty if there are more than so many, or if some may be forgotten. Ids are counted, with a
     * leap where a server was started. So without the row of that change only counting shows whether some are
     * forgotten.
     */
    static Optional<List<Change>> since(Handle handle, Environment environment, long after, long upTo, int most) {
        List<Change> changes = handle.createQuery(
                        """
                        select id, flag_key, reason, created_at from events
                         where environment_id = :environment and id > :after and id <= :up_to
                         order by id fetch first :most rows only""")
                .bind("environment", environment.id())
                .bind("after", after)
                .bind("up_to", upTo)
                .bind("most", most + 1)
                .map((row, context) -> change(row))
                .list();
        boolean complete = changes.size() <= most
                && (changes.size() == upTo - after
                        || time(handle, environment, after).isPresent());
        return complete ? Optional.of(changes) : Optional.empty();
    }

    private static Change change(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        String flagKey = row.getString("flag_key");
        Instant at = FlagRow.instant(row, "created_at");
        return flagKey == null
                ? new Change.ConfigUpdated(id, row.getString("reason"), at)
                : new Change.FlagUpdated(id, flagKey, at);
    }
}
