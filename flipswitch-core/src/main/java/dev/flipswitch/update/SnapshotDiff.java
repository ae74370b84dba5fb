package dev.flipswitch.update;

import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.OfrepEvaluation;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What all flags' evaluations, in the application's own context, show of a change.
 *
 * @param unchanged whether the server says, by its entity tag, that nothing has changed, for this context or others
 * @param changed whether something certainly has
 * @param flagKeys the flags whose definition's version or whose value is another; empty if none is, or if nothing was
 *     known to compare with
 */
public record SnapshotDiff(boolean unchanged, boolean changed, Set<String> flagKeys) {
    /** Nothing was known to compare with. */
    static final SnapshotDiff UNKNOWN = new SnapshotDiff(false, false, Set.of());

    /** Nothing has changed. */
    static final SnapshotDiff UNCHANGED = new SnapshotDiff(true, false, Set.of());

    private static final String VERSION = "version";

    static SnapshotDiff of(@Nullable BulkEvaluation before, BulkEvaluation now) {
        if (before == null) {
            return UNKNOWN;
        }
        Set<String> changed = differing(before.flags(), now.flags());
        boolean tagged = before.etag() != null && now.etag() != null;
        boolean sameTag = tagged && strong(before.etag()).equals(strong(now.etag()));
        return new SnapshotDiff(sameTag, !changed.isEmpty() || (tagged && !sameTag), changed);
    }

    /** Without the mark of a proxy that compresses. RFC 9110, section 8.8.3.2, weak comparison. */
    private static String strong(@Nullable String tag) {
        return tag != null && tag.startsWith("W/") ? tag.substring(2) : String.valueOf(tag);
    }

    /** The flags whose version or value differs, in alphabetical order. */
    public static Set<String> differing(Map<String, OfrepEvaluation> before, Map<String, OfrepEvaluation> now) {
        Set<String> changed = new TreeSet<>(before.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(key -> same(before.get(key), now.get(key)));
        return changed;
    }

    /** Whether neither a flag's version nor its value differs. */
    public static boolean same(@Nullable OfrepEvaluation before, @Nullable OfrepEvaluation now) {
        return Objects.equals(version(before), version(now)) && Objects.equals(outcome(before), outcome(now));
    }

    /** The value, or the error's code: not its text, which quotes the context or was left out in a file. */
    private static @Nullable Object outcome(@Nullable OfrepEvaluation evaluation) {
        return evaluation instanceof OfrepEvaluation.Resolved resolved
                ? Optional.ofNullable(resolved.value())
                : evaluation instanceof OfrepEvaluation.Failed failed ? failed.code() : null;
    }

    /** Whether both have the version of the flag's definition, so that they can't hide a change. */
    public static boolean areVersioned(@Nullable OfrepEvaluation before, @Nullable OfrepEvaluation now) {
        return version(before) != null && version(now) != null;
    }

    private static @Nullable Object version(@Nullable OfrepEvaluation evaluation) {
        return evaluation == null
                ? null
                : evaluation.metadata().asUnmodifiableMap().get(VERSION);
    }

    /** The change as OpenFeature gets it. */
    public FlagKeySet change() {
        return FlagKeySet.of(flagKeys);
    }
}
