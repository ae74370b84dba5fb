package dev.flipswitch.server.flags;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Remembers. A change, its event and its entry in the audit log are stored together or not at all, and what a method
 * has stored survives the process. Methods throw {@link StoreUnavailableException} while the store is away.
 * Implementations are thread-safe.
 */
public interface FlagStore {

    /**
     * An environment's flags, and what led to them.
     *
     * @param snapshot the flags
     * @param changes the changes since the state that was known, in the order of ids. One that stands for all if some
     *     of them are forgotten, or if the flags do not come from that state
     * @param other whether they are known not to come from it: as after a backup was restored
     */
    record Refreshed(Snapshot snapshot, List<Change> changes, boolean other) {

        /** Copies. */
        public Refreshed {
            changes = List.copyOf(changes);
        }
    }

    /**
     * How large the database was and is.
     *
     * @param bytesBefore the size of its file before, in bytes
     * @param bytesAfter the size after
     */
    record Compaction(long bytesBefore, long bytesAfter) {}

    /**
     * All projects in the order of their creation.
     *
     * @return the projects
     */
    List<Project> projects();

    /**
     * Creates a project.
     *
     * @param key its key
     * @param name its name
     * @param environments the keys of its environments
     */
    void createProject(String key, String name, List<String> environments);

    /**
     * All secrets' hashes.
     *
     * @return the hashes
     */
    Credentials credentials();

    /**
     * Replaces secrets; those that are not given stay.
     *
     * @param replacements the new hashes
     */
    void replace(Credentials replacements);

    /**
     * Reads an environment in one consistent view.
     *
     * @param environment which
     * @return its flags now
     */
    Snapshot load(Environment environment);

    /**
     * The newest changes of all environments.
     *
     * @return them by the ids of their environments
     */
    Map<Long, Head> heads();

    /**
     * Reads an environment in one consistent view if its state is another one.
     *
     * @param environment which
     * @param known the last change that is known
     * @return the other state, empty if there is none
     */
    Optional<Refreshed> loadAfter(Environment environment, Head known);

    /**
     * An environment's changes after one.
     *
     * @param environment which
     * @param after the id of that one
     * @param upTo the id of the last
     * @param most how many to return at most
     * @return the changes in the order of ids; empty if there are more, if some are forgotten, or if that one is not known
     */
    Optional<List<Change>> changes(Environment environment, long after, long upTo, int most);

    /**
     * Forgets old changes of all environments. Flags and the audit log stay.
     *
     * @param before those before this time
     */
    void forgetChanges(Instant before);

    /**
     * Forgets old entries of the audit log.
     *
     * @param before those before this time
     */
    void forgetAudit(Instant before);

    /**
     * Gives space that is not needed any more back to the system. Others wait meanwhile.
     *
     * @return what it has brought; empty if the database does this by itself, or if it is not this server's alone
     */
    Optional<Compaction> compact();

    /**
     * Changes the configuration of a flag in an environment. What the function returns is stored with the next
     * version, unless it equals what it was given.
     *
     * @param environment where
     * @param flagKey which flag
     * @param change from the stored configuration to the wanted one
     * @return the flag after this change, empty if there is no such flag
     * @throws InvalidFlagException if the wanted one refers to a segment that there is not, or has new percentages
     *     that leave something over for nobody
     */
    Optional<Flag> configure(Environment environment, String flagKey, UnaryOperator<FlagConfiguration> change);

    /**
     * Creates or replaces a flag's definition in all environments of a project. Nothing is stored if it is there
     * already. The order of variants that are known stays; others come after them.
     *
     * @param project where
     * @param definition what the flag is
     * @param rollout what an environment that does not know the flag starts with
     * @param force whether to replace an environment's rules and rollout, instead of refusing, if they name variants
     *     that the flag would no longer have. They become those that a new flag starts with
     * @param check is shown the flag as it is before, in each environment that knows it, and may refuse
     * @return the flag after this change, in all environments
     * @throws InvalidFlagException if an environment uses a variant that the flag would no longer have, if the rollout
     *     leaves something over for nobody, or if there are too many flags
     */
    Map<Environment, Flag> define(
            Project project,
            FlagDefinition definition,
            Rollout rollout,
            boolean force,
            Consumer<Map<Environment, Flag>> check);

    /**
     * Creates or replaces a flag's definition in all environments of a project, whatever it was.
     *
     * @param project where
     * @param definition what the flag is
     * @param rollout what an environment that does not know the flag starts with
     * @return the flag after this change, in all environments
     * @throws InvalidFlagException as above
     */
    default Map<Environment, Flag> define(Project project, FlagDefinition definition, Rollout rollout) {
        return define(project, definition, rollout, false, before -> {});
    }

    /**
     * The segments of a project.
     *
     * @param project where
     * @return the segments in the order of their keys
     */
    List<StoredSegment> segments(Project project);

    /**
     * Creates or replaces a segment of a project. It is stored with the next version; nothing is stored if it is there
     * already.
     *
     * @param project where
     * @param segment who belongs to it
     * @param check is shown the segment as it is before, if there is one, and may refuse
     * @return the segment after this change
     * @throws InvalidFlagException if it refers to a segment that there is not, or in a circle
     */
    StoredSegment saveSegment(Project project, Segment segment, Consumer<Optional<StoredSegment>> check);

    /**
     * Creates or replaces a segment of a project, whatever it was.
     *
     * @param project where
     * @param segment who belongs to it
     * @return the segment after this change
     * @throws InvalidFlagException as above
     */
    default StoredSegment saveSegment(Project project, Segment segment) {
        return saveSegment(project, segment, before -> {});
    }

    /**
     * Whether the store can be asked.
     *
     * @return as far as is known without asking it
     */
    boolean isAvailable();
}
