package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.StoreUnavailableException;
import dev.flipswitch.server.json.Difference;
import dev.flipswitch.server.json.JsonWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * A change in one environment, within a transaction. It begins by locking the environment's row, so that the changes
 * of an environment are committed in the order of their ids. For one thread.
 */
final class EnvironmentChange {

    /** Until there are users: whoever holds the admin token. */
    private static final String ACTOR = "admin-token";

    private final Handle handle;
    private final Environment environment;
    private final Instant now;
    private final long eventId;

    EnvironmentChange(Handle handle, Environment environment, Instant now, EventIds ids) {
        this.handle = handle;
        this.environment = environment;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.eventId = ids.next(environment.id(), lock());
        count();
    }

    Environment environment() {
        return environment;
    }

    Handle handle() {
        return handle;
    }

    Instant now() {
        return now;
    }

    /** A statement with {@code :environment} and {@code :now}. */
    Update update(String sql) {
        return handle.createUpdate(sql).bind("environment", environment.id()).bind("now", FlagRow.timestamp(now));
    }

    /** Notifies of a flag, or of anything if the key is null. */
    void announce(@Nullable String flagKey, String reason) {
        update(
                        """
                insert into events (environment_id, id, flag_key, reason, created_at)
                  values (:environment, :id, :key, :reason, :now)""")
                .bind("id", eventId)
                .bind("key", flagKey)
                .bind("reason", reason)
                .execute();
    }

    void auditFlag(String action, String key, Optional<?> before, Object after) {
        audit("flag_key", action, key, before, after);
    }

    void auditSegment(String action, String key, Optional<?> before, Object after) {
        audit("segment_key", action, key, before, after);
    }

    /** Keeps all of what is new, and of what is not new only what differs. */
    private void audit(String subject, String action, String key, Optional<?> before, Object after) {
        Optional<Difference> difference = before.map(old -> new Difference(old, after));
        update("insert into audit (environment_id, actor, action, " + subject
                        + ", state_before, state_after, created_at)"
                        + " values (:environment, :actor, :action, :key, :before, :after, :now)")
                .bind("actor", ACTOR)
                .bind("action", action)
                .bind("key", key)
                .bind("before", difference.map(Difference::before).orElse(null))
                .bind("after", difference.map(Difference::after).orElseGet(() -> JsonWriter.write(after)))
                .execute();
    }

    private long lock() {
        return handle.createQuery("select last_event_id from environments where id = :id for update")
                .bind("id", environment.id())
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> StoreUnavailableException.without(environment));
    }

    private void count() {
        update("update environments set last_event_id = :id, last_event_at = :now where id = :environment")
                .bind("id", eventId)
                .execute();
    }
}
