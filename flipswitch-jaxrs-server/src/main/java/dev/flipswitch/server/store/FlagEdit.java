package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * A change of one flag in one environment, within a transaction. It begins by locking the environment's row, so that
 * the changes of an environment are committed in the order of their ids. For one thread.
 */
final class FlagEdit {

    /** Until there are users: whoever holds the admin token. */
    private static final String ACTOR = "admin-token";

    private final Handle handle;
    private final Environment environment;
    private final String flagKey;
    private final Instant now;
    private final long eventId;
    private final Optional<StoredFlag> before;

    FlagEdit(Handle handle, Environment environment, String flagKey, Instant now) {
        this.handle = handle;
        this.environment = environment;
        this.flagKey = flagKey;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.eventId = lockAndCount();
        this.before = handle.createQuery(StoredFlag.SELECT + " and f.flag_key = :key")
                .bind("environment", environment.id())
                .bind("key", flagKey)
                .map((row, context) -> StoredFlag.read(row))
                .findOne();
    }

    /** What was stored before the change; empty if this environment does not know the flag. */
    Optional<StoredFlag> before() {
        return before;
    }

    /** Stores what the function makes of the flag's configuration; false if that is nothing new. */
    boolean configure(StoredFlag stored, UnaryOperator<FlagConfiguration> change) {
        FlagConfiguration configuration = stored.flag().configuration();
        FlagConfiguration wanted = change.apply(configuration);
        if (wanted.equals(configuration)) {
            return false;
        }
        FlagConfiguration after = new FlagConfiguration(
                wanted.definition(), wanted.enabled(), wanted.rollout(), configuration.version() + 1);
        save(stored.id(), after, stored.flag().description(), "configure");
        return true;
    }

    /** Stores what a new definition means here: the next version, or the first one, which is off. */
    void redefine(long flagId, FlagDefinition definition, String description, Rollout initial) {
        FlagConfiguration after = before.map(StoredFlag::flag)
                .map(flag -> redefined(flag, definition))
                .orElseGet(() -> new FlagConfiguration(definition, false, initial, 1));
        save(flagId, after, description, "define");
    }

    private FlagConfiguration redefined(Flag flag, FlagDefinition definition) {
        FlagConfiguration old = flag.configuration();
        for (String variant : old.rollout().percentages().keySet()) {
            if (!definition.variants().containsKey(variant)) {
                throw new InvalidFlagException(
                        "variants",
                        "must keep " + variant + " as long as the rollout in environment " + environment.key()
                                + " names it");
            }
        }
        return new FlagConfiguration(definition, old.enabled(), old.rollout(), old.version() + 1);
    }

    private long lockAndCount() {
        handle.createUpdate("update environments set last_event_id = last_event_id + 1, last_event_at = :now"
                        + " where id = :id")
                .bind("now", StoredFlag.timestamp(now))
                .bind("id", environment.id())
                .execute();
        return handle.createQuery("select last_event_id from environments where id = :id")
                .bind("id", environment.id())
                .mapTo(Long.class)
                .one();
    }

    private void save(long flagId, FlagConfiguration after, String description, String action) {
        String sql = before.isPresent()
                ? """
                  update flag_environments set enabled = :enabled, rollout = :rollout, version = :version,
                         updated_at = :now
                   where flag_id = :flag and environment_id = :environment"""
                : """
                  insert into flag_environments (flag_id, environment_id, enabled, rollout, version, updated_at)
                    values (:flag, :environment, :enabled, :rollout, :version, :now)""";
        update(sql)
                .bind("flag", flagId)
                .bind("enabled", after.enabled())
                .bind("rollout", StoredFlag.rollout(after.rollout()))
                .bind("version", after.version())
                .execute();
        update(
                        """
                insert into events (environment_id, id, flag_key, reason, created_at)
                  values (:environment, :id, :key, :reason, :now)""")
                .bind("id", eventId)
                .bind("key", flagKey)
                .bind("reason", action)
                .execute();
        audit(action, before.map(StoredFlag::audited).orElse(null), StoredFlag.audited(after, description));
    }

    private void audit(String action, @Nullable String stateBefore, String stateAfter) {
        update(
                        """
                insert into audit (environment_id, actor, action, flag_key, state_before, state_after, created_at)
                  values (:environment, :actor, :action, :key, :before, :after, :now)""")
                .bind("actor", ACTOR)
                .bind("action", action)
                .bind("key", flagKey)
                .bind("before", stateBefore)
                .bind("after", stateAfter)
                .execute();
    }

    private Update update(String sql) {
        return handle.createUpdate(sql).bind("environment", environment.id()).bind("now", StoredFlag.timestamp(now));
    }
}
