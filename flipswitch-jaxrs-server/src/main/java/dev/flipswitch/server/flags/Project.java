package dev.flipswitch.server.flags;

import java.util.List;

/**
 * A project. Immutable.
 *
 * @param id what the store knows it by
 * @param key its key
 * @param name its name for people
 * @param environments its environments in the order of their creation
 */
public record Project(long id, String key, String name, List<Environment> environments) {

    /** Copies. */
    public Project {
        environments = List.copyOf(environments);
    }
}
