package dev.flipswitch.server.flags;

import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Ruleset;
import dev.flipswitch.rules.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All flags of an environment as they were after a change. Immutable.
 *
 * @param lastEventId the id of that change
 * @param changedAt when it was; a server that came back from a backup may use an id again, but not with this
 * @param flags the flags by key
 * @param ruleset what evaluates them
 * @param damaged what is wrong with flags and segments that can't be read, by {@code flags.} or {@code segments.} and
 *     their keys. None of these flags is among the others
 */
public record Snapshot(
        long lastEventId,
        Instant changedAt,
        SortedMap<String, Flag> flags,
        Ruleset ruleset,
        SortedMap<String, Damage> damaged) {

    /** Before the key of a damaged flag. */
    public static final String FLAGS = "flags.";

    /** Before the key of a damaged segment. */
    public static final String SEGMENTS = "segments.";

    /** Copies. */
    public Snapshot {
        flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
        damaged = Collections.unmodifiableSortedMap(new TreeMap<>(damaged));
    }

    /**
     * Compiles flags. One that can't be, or that refers to a segment that can't be, is damaged and does not keep the others
     * from being served.
     *
     * @param head the last change
     * @param flags the flags by key
     * @param segments the segments that they may refer to
     * @param unreadable what is damaged already
     * @return the snapshot
     */
    public static Snapshot of(
            Head head, SortedMap<String, Flag> flags, List<Segment> segments, SortedMap<String, Damage> unreadable) {
        SortedMap<String, Flag> sound = new TreeMap<>(flags);
        List<Segment> soundSegments = new ArrayList<>(segments);
        SortedMap<String, Damage> damaged = new TreeMap<>(unreadable);
        while (true) {
            try {
                Ruleset ruleset = Ruleset.compile(
                        sound.values().stream().map(Flag::configuration).toList(), soundSegments);
                return new Snapshot(head.id(), head.at(), sound, ruleset, damaged);
            } catch (InvalidFlagException e) {
                String place = e.field();
                String reason = String.valueOf(e.getMessage());
                Predicate<String> hit = owner -> place.equals(owner) || place.startsWith(owner + ".");
                boolean found = sound.values()
                                .removeIf(flag -> hit.test(FLAGS + flag.key())
                                        && note(
                                                damaged,
                                                FLAGS + flag.key(),
                                                new Damage(reason, Optional.of(flag), Map.of())))
                        || soundSegments.removeIf(segment -> hit.test(SEGMENTS + segment.key())
                                && note(damaged, SEGMENTS + segment.key(), new Damage(reason)));
                if (!found) {
                    throw e;
                }
            }
        }
    }

    private static boolean note(SortedMap<String, Damage> damaged, String place, Damage damage) {
        damaged.put(place, damage);
        return true;
    }

    /**
     * Whether there is a flag that can't be read.
     *
     * @param key its key
     * @return whether it can't be evaluated
     */
    public boolean isDamaged(String key) {
        return damaged.containsKey(FLAGS + key);
    }

    /**
     * What is wrong with a flag.
     *
     * @param key its key
     * @return empty if nothing is, or if there is no such flag
     */
    public Optional<Damage> damage(String key) {
        return Optional.ofNullable(damaged.get(FLAGS + key));
    }

    /**
     * When a flag last changed.
     *
     * @param key its key
     * @return the time, as far as is known
     */
    public Optional<Instant> changedAt(String key) {
        return Optional.ofNullable(flags.get(key)).map(Flag::updatedAt).or(() -> damage(key)
                .flatMap(Damage::changedAt));
    }

    /**
     * The flags that can't be read.
     *
     * @return their keys
     */
    public List<String> damagedFlags() {
        return damaged.keySet().stream()
                .filter(place -> place.startsWith(FLAGS))
                .map(place -> place.substring(FLAGS.length()))
                .toList();
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
