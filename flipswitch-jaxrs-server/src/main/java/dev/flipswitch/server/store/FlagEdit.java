package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Ruleset;
import dev.flipswitch.server.flags.ConflictException;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.mapper.RowMapper;

/** A change of one flag in one environment, within a transaction. For one thread. */
final class FlagEdit {

    private static final String NO_RULES = "[]";

    private final EnvironmentChange edit;
    private final String flagKey;
    private final Optional<FlagRow> before;

    /** What is left of what was stored, if not all of it can be read. */
    private final Optional<Remains> remains;

    FlagEdit(EnvironmentChange edit, String flagKey) {
        this.edit = edit;
        this.flagKey = flagKey;
        Map<String, Damage> damaged = new HashMap<>();
        this.before = row((row, context) -> FlagRow.sound(row, damaged)).flatMap(Function.identity());
        this.remains = damaged.values().stream()
                .findFirst()
                .flatMap(damage -> row((row, context) -> Remains.of(row, damage.reason())));
    }

    private <T> Optional<T> row(RowMapper<T> mapper) {
        return edit.handle()
                .createQuery(FlagRow.SELECT + " and f.flag_key = :key")
                .bind("environment", edit.environment().id())
                .bind("key", flagKey)
                .map(mapper)
                .findOne();
    }

    /** What was stored before the change; empty if this environment does not know the flag. */
    Optional<FlagRow> before() {
        return before;
    }

    Environment environment() {
        return edit.environment();
    }

    /**
     * Stores what the function makes of the flag's configuration; the flag as it was if that is nothing new, empty if
     * there is none.
     */
    Optional<Flag> configure(UnaryOperator<FlagConfiguration> change) {
        if (remains.isPresent()) {
            FlagConfiguration bare = remains.get().bare().orElseThrow(() -> damaged(remains.get()));
            return Optional.of(configure(remains.get().id(), bare, change));
        }
        return before.map(stored -> {
            Flag flag = stored.flag();
            Flag after = configure(stored.id(), flag.configuration(), change);
            return after.configuration().equals(flag.configuration()) ? flag : after;
        });
    }

    private static ConflictException damaged(Remains remains) {
        return new ConflictException(
                "error", "is in the stored definition (" + remains.reason() + "); PUT the flag's definition first");
    }

    private Flag configure(long id, FlagConfiguration configuration, UnaryOperator<FlagConfiguration> change) {
        FlagConfiguration wanted = change.apply(configuration).withVersion(configuration.version());
        if (wanted.equals(configuration) && remains.isEmpty()) {
            return new Flag(configuration, edit.now());
        }
        if (!wanted.rules().equals(configuration.rules()) || !wanted.rollout().equals(configuration.rollout())) {
            wanted.checkPercentages(); // what a server of before took can still be turned off
        }
        try {
            Ruleset.compile(List.of(wanted), SegmentTable.of(edit.handle(), edit.environment()));
        } catch (InvalidFlagException e) {
            throw e.within("flags." + flagKey);
        }
        FlagConfiguration after = wanted.withVersion(configuration.version() + 1);
        save(id, after, "configure");
        return new Flag(after, edit.now());
    }

    /** Stores what a new definition means here: the next version, or the first one, which is off. */
    Flag redefine(long flagId, FlagDefinition definition, Rollout initial, boolean force) {
        FlagConfiguration after = before.map(stored -> redefined(stored.flag(), definition, initial, force))
                .or(() -> remains.map(left -> left.repaired(definition, initial)))
                .orElseGet(() -> new FlagConfiguration(definition, false, initial, 1));
        if (before.isEmpty() && remains.isEmpty()) {
            after.checkPercentages();
        }
        save(flagId, after, "define");
        return new Flag(after, edit.now());
    }

    private FlagConfiguration redefined(Flag flag, FlagDefinition definition, Rollout initial, boolean force) {
        FlagConfiguration old = flag.configuration();
        long version = old.version() + 1;
        boolean untouched = old.rules().isEmpty() && old.rollout().equals(Rollout.initial(old.definition()));
        // what nobody chose and nobody has been served starts as that of a new flag
        if (untouched && !old.enabled() && !initial.equals(old.rollout())) {
            return new FlagConfiguration(definition, false, Rollout.initial(definition), version);
        }
        try {
            return old.redefined(definition).withVersion(version);
        } catch (InvalidFlagException e) {
            if (force || untouched) {
                return new FlagConfiguration(definition, old.enabled(), initial, version);
            }
            throw new InvalidFlagException(
                    "variants",
                    "must keep what environment " + edit.environment().key() + " uses: there, " + e.getMessage());
        }
    }

    private void save(long flagId, FlagConfiguration after, String action) {
        String sql = before.isPresent() || remains.isPresent()
                ? """
                  update flag_environments set enabled = :enabled, rollout = :rollout, version = :version, updated_at = :now
                   where flag_id = :flag and environment_id = :environment"""
                : """
                  insert into flag_environments (flag_id, environment_id, enabled, rollout, version, updated_at)
                    values (:flag, :environment, :enabled, :rollout, :version, :now)""";
        edit.update(sql)
                .bind("flag", flagId)
                .bind("enabled", after.enabled())
                .bind("rollout", FlagRow.rollout(after))
                .bind("version", after.version())
                .execute();
        saveRules(flagId, after);
        edit.announce(flagKey, action);
        edit.auditFlag(
                action,
                flagKey,
                before.map(stored -> FlagRow.state(stored.flag().configuration())),
                FlagRow.state(after));
    }

    /** Rules may be long: they are written only if they are other ones. */
    private void saveRules(long flagId, FlagConfiguration after) {
        String rules = FlagRow.rules(after);
        if (remains.isEmpty()
                && rules.equals(before.map(stored -> FlagRow.rules(stored.flag().configuration()))
                        .orElse(NO_RULES))) {
            return;
        }
        edit.update("delete from flag_rules where flag_id = :flag and environment_id = :environment")
                .bind("flag", flagId)
                .execute();
        if (!after.rules().isEmpty()) {
            edit.update("insert into flag_rules (flag_id, environment_id, rules) values (:flag, :environment, :rules)")
                    .bind("flag", flagId)
                    .bind("rules", rules)
                    .execute();
        }
    }
}
