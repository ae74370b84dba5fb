package dev.flipswitch;

import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.update.SnapshotDiff;
import dev.openfeature.sdk.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All flags as listeners know them, in the application's own context; what differs is their next notification. Its
 * state belongs to the loop.
 */
final class ListenerSnapshot {
    private static final int MOST_MERGED = 10_000;

    private @Nullable Map<String, OfrepEvaluation> previous;

    /**
     * What was known before anything changed, unless listeners were notified already. It is the first answer, where
     * nobody asked for a value before it, or what an earlier run knew.
     */
    void first(Map<String, OfrepEvaluation> known) {
        if (previous == null) {
            previous = known;
        }
    }

    /**
     * The changes to notify listeners of now: the flags that differ, and those that the server has named and that can't
     * be shown to be the same. The named ones come first, in the server's order.
     *
     * @param now the server's answer
     * @param asked what it answers
     */
    List<FlagChange> changesTo(Map<String, OfrepEvaluation> now, PendingChanges asked) {
        Map<String, OfrepEvaluation> before = previous == null ? supposedBefore(now, asked) : previous;
        previous = now;
        Set<String> keys = new LinkedHashSet<>(asked.named());
        keys.addAll(SnapshotDiff.differing(before, now));
        List<FlagChange> changes = new ArrayList<>();
        for (String key : keys) {
            OfrepEvaluation then = before.get(key);
            OfrepEvaluation today = now.get(key);
            if (!SnapshotDiff.same(then, today) || !SnapshotDiff.areVersioned(then, today)) {
                changes.add(change(key, then, today, asked.origin(key)));
            }
        }
        return changes;
    }

    /** Where nobody was notified yet: as now, but for what the server has named, if it has; else nothing is known. */
    private static Map<String, OfrepEvaluation> supposedBefore(Map<String, OfrepEvaluation> now, PendingChanges asked) {
        Map<String, OfrepEvaluation> before = new HashMap<>();
        if (!asked.isOfAny()) {
            before.putAll(now);
            before.keySet().removeAll(asked.named());
        }
        return before;
    }

    private static FlagChange change(
            String key, @Nullable OfrepEvaluation then, @Nullable OfrepEvaluation now, PendingChanges.Origin origin) {
        Optional<OfrepEvaluation.Resolved> resolved = resolved(now);
        return new FlagChange(
                key,
                resolved(then).flatMap(ListenerSnapshot::value),
                resolved.flatMap(ListenerSnapshot::value),
                resolved.flatMap(evaluation -> Optional.ofNullable(evaluation.variant())),
                resolved.flatMap(evaluation -> Optional.ofNullable(evaluation.reason())),
                origin.cause(),
                origin.serverTime(),
                origin.clientTime());
    }

    private static Optional<OfrepEvaluation.Resolved> resolved(@Nullable OfrepEvaluation evaluation) {
        return evaluation instanceof OfrepEvaluation.Resolved resolved ? Optional.of(resolved) : Optional.empty();
    }

    private static Optional<Value> value(OfrepEvaluation.Resolved evaluation) {
        return Optional.ofNullable(evaluation.value());
    }

    /**
     * All changes in order, those of the same flag in one. There are not more flags than the server has, unless it
     * makes names up. Of the flags that are known by name alone, none are kept where there are too many.
     */
    static List<FlagChange> merged(List<FlagChange> changes) {
        Map<String, FlagChange> merged = new LinkedHashMap<>();
        changes.forEach(change -> merged.merge(change.key(), change, FlagChange::and));
        if (merged.size() > MOST_MERGED) {
            merged.values()
                    .removeIf(change ->
                            change.oldValue().isEmpty() && change.newValue().isEmpty());
        }
        return List.copyOf(merged.values());
    }
}
