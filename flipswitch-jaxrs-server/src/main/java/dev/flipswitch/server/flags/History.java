package dev.flipswitch.server.flags;

import java.util.List;

/** The changes of an environment so far. Implementations are thread-safe. */
public interface History {

    /**
     * The newest change that evaluations see.
     *
     * @return its id, 0 before the first
     */
    long lastEventId();

    /**
     * Changes that are remembered. Ids have no gaps: who gets fewer than it asked for knows that some are forgotten.
     *
     * @param after the id before the first
     * @param upTo the id of the last
     * @return the changes in the order of ids; none while the store is away
     */
    List<Change> changes(long after, long upTo);
}
