package dev.flipswitch;

import dev.flipswitch.FlagChange.Cause;
import dev.flipswitch.ofrep.Refetch;
import dev.flipswitch.update.FlagInvalidation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been heard since the server was last asked, and is to be answered by its next answer. Belongs to the loop. */
final class PendingChanges {
    /** So many flags at most are kept by name; with more of them, any may have changed. */
    private static final int MOST_NAMED = 1000;

    /**
     * Where a change is known from.
     *
     * @param serverTime when the server made it, if it said so
     * @param clientTime when the client heard of it
     */
    record Origin(Cause cause, Optional<Instant> serverTime, Instant clientTime) {
        static Origin now(Cause cause, @Nullable Instant serverTime) {
            return new Origin(cause, Optional.ofNullable(serverTime), Instant.now());
        }
    }

    private final Map<String, Origin> named = new LinkedHashMap<>();
    private final Map<String, Origin> shown = new LinkedHashMap<>();
    private @Nullable Origin unnamed;
    private @Nullable Refetch refetch;
    private boolean mustTell;
    private boolean toldOfAny;

    /** What a poll asks. */
    static PendingChanges poll() {
        PendingChanges question = new PendingChanges();
        question.unnamed = Origin.now(Cause.POLL, null);
        return question;
    }

    /**
     * The server announced a change.
     *
     * @param already the flags whose change an answer has shown before this event came
     */
    void add(FlagInvalidation event, Set<String> already) {
        Origin origin = Origin.now(Cause.EVENT, event.serverTime());
        if (event.flags().isAny()) {
            unnamed = origin;
            mustTell = true;
            toldOfAny = false;
        }
        event.flags().flagKeys().forEach(key -> put(already.contains(key) ? shown : named, key, origin));
    }

    private void put(Map<String, Origin> keys, String key, Origin origin) {
        if (keys.size() < MOST_NAMED || keys.containsKey(key)) {
            keys.put(key, origin);
        } else if (unnamed == null) {
            unnamed = origin;
        }
    }

    /** The answer to this shows changes; events that came since, and are in the next question, named some of them. */
    void answersAlso(Set<String> changed, PendingChanges next) {
        for (String key : changed) {
            Origin origin = named.containsKey(key) ? null : next.named.remove(key);
            if (origin != null) {
                named.put(key, origin);
                next.shown.put(key, origin);
            }
        }
    }

    /** The server announced its newest state. */
    void refetch(Refetch newest) {
        refetch = newest;
        add(FlagInvalidation.any(), Set.of());
    }

    /** The server can be heard again. */
    void reconnected(Cause cause) {
        unnamed = Origin.now(cause, null);
        toldOfAny = false;
    }

    /** OpenFeature was notified that any flag may have changed. */
    void toldOfAny() {
        mustTell = false;
        toldOfAny = true;
    }

    /** This question, which has not been answered, and a later one in one. */
    PendingChanges and(PendingChanges later) {
        later.named.forEach((key, origin) -> put(named, key, origin));
        later.shown.forEach((key, origin) -> put(shown, key, origin));
        toldOfAny = later.unnamed == null ? toldOfAny : later.toldOfAny;
        unnamed = later.unnamed == null ? unnamed : later.unnamed;
        refetch = later.refetch == null ? refetch : later.refetch;
        mustTell |= later.mustTell;
        return this;
    }

    boolean isEmpty() {
        return named.isEmpty() && shown.isEmpty() && unnamed == null;
    }

    /** The flags that the server named, in its order, but not those whose change had been shown already. */
    Set<String> named() {
        return named.keySet();
    }

    /** Where a flag's change is known from. */
    Origin origin(String key) {
        Origin origin = named.getOrDefault(key, shown.getOrDefault(key, unnamed));
        return origin == null ? Origin.now(Cause.EVENT, null) : origin;
    }

    /** Whether flags may have changed that nobody named. */
    boolean isOfAny() {
        return unnamed != null;
    }

    /** Whether any flag may have changed, and OpenFeature was not notified of it. */
    boolean isUntoldOfAny() {
        return isOfAny() && !toldOfAny;
    }

    /** Whether the server said that something has changed, and not what. */
    boolean mustTell() {
        return mustTell;
    }

    @Nullable
    Refetch refetch() {
        return refetch;
    }
}
