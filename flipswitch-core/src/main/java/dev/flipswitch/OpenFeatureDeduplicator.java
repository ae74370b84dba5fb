package dev.flipswitch;

import dev.flipswitch.update.BoundedKeys;
import dev.flipswitch.update.FlagKeySet;
import dev.flipswitch.update.SnapshotDiff;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Notifies OpenFeature of each change once, though two things show a change, in any order. These are the server's
 * event, which may name the flag, and the next answer about all flags. Belongs to the loop.
 */
final class OpenFeatureDeduplicator {
    private final Consumer<FlagKeySet> openFeature;

    /** Flags that events have named since the server was reached. */
    private final BoundedKeys announced = new BoundedKeys();

    /** Flags whose change an answer has shown, and whose event, which is still to come, must not notify again. */
    private final BoundedKeys ahead = new BoundedKeys();

    /**
     * Has notified nobody yet.
     *
     * @param openFeature notifies OpenFeature
     */
    OpenFeatureDeduplicator(Consumer<FlagKeySet> openFeature) {
        this.openFeature = openFeature;
    }

    /** The server can be heard again: changes may have been missed. */
    void connected() {
        announced.clear();
        ahead.clear();
    }

    /**
     * The server announced a change. Where it does not say of what, the next answer decides whom to notify of.
     *
     * @return the flags of which an answer has shown the change before
     */
    Set<String> announced(FlagKeySet flags) {
        if (flags.isAny()) {
            ahead.clear(); // it may have been this event's change that the answer has shown
            return Set.of();
        }
        announced.addAll(flags.flagKeys());
        Set<String> already = new HashSet<>(flags.flagKeys());
        already.removeIf(key -> !ahead.remove(key));
        Set<String> untold = new HashSet<>(flags.flagKeys());
        untold.removeAll(already);
        if (!untold.isEmpty()) {
            openFeature.accept(FlagKeySet.of(untold));
        }
        return already;
    }

    /** The server says which flags have changed. */
    void answered(PendingChanges asked, SnapshotDiff diff) {
        Set<String> unannounced = new HashSet<>(diff.flagKeys());
        if (asked.isOfAny()) {
            answeredOfAny(asked, diff, unannounced);
            return;
        }
        unannounced.removeAll(asked.named());
        if (!unannounced.isEmpty()) {
            openFeature.accept(FlagKeySet.of(unannounced));
        }
        ahead.addAll(diff.flagKeys());
        ahead.removeAll(asked.named());
    }

    private void answeredOfAny(PendingChanges asked, SnapshotDiff diff, Set<String> unannounced) {
        if (asked.mustTell()) {
            announced.clear(); // these may have changed once more
        } else if (diff.unchanged()) {
            return;
        }
        boolean someAnnounced = announced.removeFrom(unannounced);
        if (!unannounced.isEmpty() || !someAnnounced) {
            openFeature.accept(FlagKeySet.of(unannounced));
        }
    }

    /** The server could not say which flags have changed, so any may have. */
    void unanswered(PendingChanges asked) {
        if (asked.isUntoldOfAny()) {
            openFeature.accept(FlagKeySet.any());
            asked.toldOfAny();
        }
    }
}
