package dev.flipswitch.server.flags;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.Rollout;
import java.util.List;
import java.util.Optional;
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
     * @param changes the changes since the snapshot that was known, in the order of ids
     */
    record Refreshed(Snapshot snapshot, List<Change> changes) {

        /** Copies. */
        public Refreshed {
            changes = List.copyOf(changes);
        }
    }

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
     * Reads an environment in one consistent view if something changed.
     *
     * @param environment which
     * @param known the last change that is known
     * @return the newer state, empty if there is none
     */
    Optional<Refreshed> loadAfter(Environment environment, long known);

    /**
     * Changes the configuration of a flag in an environment. What the function returns is stored with the next
     * version, unless it equals what it was given.
     *
     * @param environment where
     * @param flagKey which flag
     * @param change from the stored configuration to the wanted one
     * @return whether there is such a flag
     */
    boolean configure(Environment environment, String flagKey, UnaryOperator<FlagConfiguration> change);

    /**
     * Creates or replaces a flag's definition in all environments of a project. Nothing is stored if it is there
     * already.
     *
     * @param project where
     * @param definition what the flag is
     * @param description what it is for
     * @param rollout what an environment that does not know the flag starts with
     */
    void define(Project project, FlagDefinition definition, String description, Rollout rollout);

    /**
     * The segments of an environment.
     *
     * @param environment where
     * @return the segments in the order of their keys
     */
    List<Segment> segments(Environment environment);

    /**
     * Creates or replaces a segment of an environment. Nothing is stored if it is there already.
     *
     * @param environment where
     * @param key which
     * @param definition who belongs to it, in JSON
     */
    void saveSegment(Environment environment, String key, String definition);

    /**
     * Whether the store can be asked.
     *
     * @return as far as is known without asking it
     */
    boolean isAvailable();
}
