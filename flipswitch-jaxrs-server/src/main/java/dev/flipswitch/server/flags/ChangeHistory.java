package dev.flipswitch.server.flags;

import java.util.List;
import java.util.Optional;

/** The changes of an environment so far. Implementations are thread-safe. */
public interface ChangeHistory {

    /**
     * The newest change that evaluations see.
     *
     * @return its id, 0 before the first
     */
    long lastEventId();

    /**
     * The changes after one that somebody saw.
     *
     * @param after the id of that one
     * @param upTo the id of the last
     * @param most how many to return at most
     * @return the changes in the order of ids. Empty if there are more, if some are forgotten, if there was no change
     *     with that id, or while the store is away
     */
    Optional<List<Change>> changes(long after, long upTo, int most);
}
