package dev.flipswitch.server.flags;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All flags of an environment as they were after a change. Immutable.
 *
 * @param lastEventId the id of that change
 * @param changedAt when it was; a server that came back from a backup may use an id again, but not with this
 * @param flags the flags by key
 */
public record Snapshot(long lastEventId, Instant changedAt, SortedMap<String, Flag> flags) {

    /** Copies. */
    public Snapshot {
        flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
    }
}
