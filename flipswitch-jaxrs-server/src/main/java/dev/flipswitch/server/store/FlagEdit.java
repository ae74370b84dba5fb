package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.server.flags.Flag;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A change of one flag in one environment, within a transaction. For one thread. */
final class FlagEdit {

    private final Edit edit;
    private final String flagKey;
    private final Optional<StoredFlag> before;

    FlagEdit(Edit edit, String flagKey) {
        this.edit = edit;
        this.flagKey = flagKey;
        this.before = edit.handle()
                .createQuery(StoredFlag.SELECT + " and f.flag_key = :key")
                .bind("environment", edit.environment().id())
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
                        "must keep " + variant + " as long as the rollout in environment "
                                + edit.environment().key() + " names it");
            }
        }
        return new FlagConfiguration(definition, old.enabled(), old.rollout(), old.version() + 1);
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
        edit.update(sql)
                .bind("flag", flagId)
                .bind("enabled", after.enabled())
                .bind("rollout", StoredFlag.rollout(after.rollout()))
                .bind("version", after.version())
                .execute();
        edit.announce(flagKey, action);
        edit.auditFlag(
                action, flagKey, before.map(StoredFlag::audited).orElse(null), StoredFlag.audited(after, description));
    }
}
