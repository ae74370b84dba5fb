package dev.flipswitch.server.flags;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Serves flags from memory and changes them in the store. Thread-safe; reading takes no lock and never asks the store.
 */
public final class FlagService {

    private final FlagStore store;
    private final List<Project> projects;
    private final Map<Long, LiveEnvironment> environments;

    /**
     * Reads all there is.
     *
     * @param store what remembers
     * @param listener is notified of every change
     */
    public FlagService(FlagStore store, ChangeListener listener) {
        this.store = store;
        this.projects = store.projects();
        this.environments = projects.stream()
                .flatMap(project -> project.environments().stream())
                .map(environment -> new LiveEnvironment(environment, store, listener))
                .collect(Collectors.toUnmodifiableMap(LiveEnvironment::id, Function.identity()));
    }

    /**
     * All projects.
     *
     * @return the projects
     */
    public List<Project> projects() {
        return projects;
    }

    /**
     * Finds a project.
     *
     * @param key its key
     * @return the project
     * @throws NotFoundException if there is none
     */
    public Project project(String key) {
        return projects.stream()
                .filter(project -> project.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("There is no project " + key + "."));
    }

    /**
     * Finds an environment.
     *
     * @param project its project's key
     * @param key its key
     * @return the environment
     * @throws NotFoundException if there is none
     */
    public Environment environment(String project, String key) {
        return project(project).environments().stream()
                .filter(environment -> environment.key().equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new NotFoundException("There is no environment " + key + " in project " + project + "."));
    }

    /**
     * The flags of an environment now.
     *
     * @param environment which
     * @return its flags
     */
    public Snapshot snapshot(Environment environment) {
        return live(environment).snapshot();
    }

    /**
     * What has changed in an environment.
     *
     * @param environment which
     * @return its changes
     */
    public ChangeHistory history(Environment environment) {
        return live(environment);
    }

    /**
     * A flag in an environment now.
     *
     * @param environment where
     * @param key which
     * @return the flag
     * @throws NotFoundException if there is none
     */
    public Flag flag(Environment environment, String key) {
        Flag flag = snapshot(environment).flags().get(key);
        if (flag == null) {
            throw unknownFlag(environment, key);
        }
        return flag;
    }

    /**
     * Changes a flag in an environment. When this returns, evaluations see it and listeners have been notified.
     *
     * @param environment where
     * @param key which flag
     * @param change from the present configuration to the wanted one
     * @return the flag after this change, whatever others have made of it since
     * @throws NotFoundException if there is no such flag
     * @throws InvalidFlagException if the wanted one refers to a segment that there is not, or has new percentages
     *     that leave something over for nobody
     */
    public Flag configure(Environment environment, String key, UnaryOperator<FlagConfiguration> change) {
        Flag flag = store.configure(environment, key, change).orElseThrow(() -> unknownFlag(environment, key));
        live(environment).refresh();
        return flag;
    }

    /**
     * A flag in all environments of its project now; its definition is the same in all of them.
     *
     * @param project where
     * @param key which
     * @return the flag by its environment, in their order
     * @throws NotFoundException if there is no such flag
     */
    public Map<Environment, Flag> flag(Project project, String key) {
        Map<Environment, Flag> found = new LinkedHashMap<>();
        for (Environment environment : project.environments()) {
            Flag flag = snapshot(environment).flags().get(key);
            if (flag != null) {
                found.put(environment, flag);
            }
        }
        if (found.isEmpty()) {
            throw new NotFoundException("There is no flag " + key + " in project " + project.key() + ".");
        }
        return found;
    }

    /**
     * Creates or replaces a flag's definition in all environments of a project. The order of variants that are known
     * stays; others come after them. When this returns, evaluations see it and listeners have been notified.
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
    public Map<Environment, Flag> define(
            Project project,
            FlagDefinition definition,
            Rollout rollout,
            boolean force,
            Consumer<Map<Environment, Flag>> check) {
        Map<Environment, Flag> stored = store.define(project, definition, rollout, force, check);
        project.environments().forEach(environment -> live(environment).refresh());
        return stored;
    }

    /**
     * The segments of a project.
     *
     * @param project where
     * @return the segments in the order of their keys
     */
    public List<StoredSegment> segments(Project project) {
        return store.segments(project);
    }

    /**
     * A segment of a project.
     *
     * @param project where
     * @param key which
     * @return the segment
     * @throws NotFoundException if there is none
     */
    public StoredSegment segment(Project project, String key) {
        return segments(project).stream()
                .filter(stored -> stored.segment().key().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        new NotFoundException("There is no segment " + key + " in project " + project.key() + "."));
    }

    /**
     * Creates or replaces a segment of a project. When this returns, evaluations see it and listeners have been notified.
     *
     * @param project where
     * @param segment who belongs to it; its version is the store's affair
     * @param check is shown the segment as it is before, if there is one, and may refuse
     * @return the segment after this change, whatever others have made of it since
     * @throws InvalidFlagException if it refers to a segment that there is not, or in a circle
     */
    public StoredSegment save(Project project, Segment segment, Consumer<Optional<StoredSegment>> check) {
        StoredSegment stored = store.saveSegment(project, segment, check);
        project.environments().forEach(environment -> live(environment).refresh());
        return stored;
    }

    /**
     * Takes over what was stored without us, whatever led to it. Listeners are notified of it.
     *
     * @throws StoreUnavailableException if the store is away, or does not have all that it had
     */
    public void refresh() {
        Map<Long, Head> heads = store.heads();
        environments.values().forEach(live -> live.refresh(heads));
    }

    /**
     * Gives space of the database that is not needed any more back to the system. Changes wait meanwhile; evaluation
     * goes on.
     *
     * @return what it has brought; empty if the database does this by itself, or if it is not this server's alone
     */
    public Optional<FlagStore.Compaction> compact() {
        return store.compact();
    }

    /**
     * Whether changes are possible now; evaluation always is.
     *
     * @return whether the store is there, as far as is known without asking it
     */
    public boolean isStoreAvailable() {
        return store.isAvailable();
    }

    private LiveEnvironment live(Environment environment) {
        LiveEnvironment live = environments.get(environment.id());
        if (live == null) {
            throw new IllegalArgumentException("an environment of another store: " + environment);
        }
        return live;
    }

    private static NotFoundException unknownFlag(Environment environment, String key) {
        return new NotFoundException("There is no flag " + key + " in environment " + environment.key() + " of project "
                + environment.project() + ".");
    }
}
