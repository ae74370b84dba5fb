package dev.flipswitch.server.flags;

import dev.flipswitch.rules.Ruleset;
import dev.flipswitch.rules.Segment;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All flags of an environment as they were after a change. Immutable.
 *
 * @param lastEventId the id of that change
 * @param changedAt when it was; a server that came back from a backup may use an id again, but not with this
 * @param flags the flags by key
 * @param ruleset what evaluates them
 */
public record Snapshot(long lastEventId, Instant changedAt, SortedMap<String, Flag> flags, Ruleset ruleset) {

    /** Copies. */
    public Snapshot {
        flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
    }

    /**
     * Compiles flags.
     *
     * @param lastEventId the id of the last change
     * @param changedAt when it was
     * @param flags the flags by key
     * @param segments the segments that they may refer to
     */
    public Snapshot(long lastEventId, Instant changedAt, SortedMap<String, Flag> flags, List<Segment> segments) {
        this(
                lastEventId,
                changedAt,
                flags,
                Ruleset.compile(flags.values().stream().map(Flag::configuration).toList(), segments));
    }

    /**
     * The last change.
     *
     * @return its id and time
     */
    public Head head() {
        return new Head(lastEventId, changedAt);
    }

    /** What evaluates the flags follows from the rest, and is left out. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Snapshot snapshot
                && lastEventId == snapshot.lastEventId
                && changedAt.equals(snapshot.changedAt)
                && flags.equals(snapshot.flags);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lastEventId, changedAt, flags);
    }
}
