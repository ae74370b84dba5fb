package dev.flipswitch;

import java.util.Set;
import java.util.TreeSet;

/** Which flags changed: one, several that changed together, or any, if the server does not say. Immutable. */
final class ChangedFlags {
    private static final ChangedFlags ANY = new ChangedFlags(Set.of());
    private static final int MOST_KEYS = 1000;

    private final Set<String> flagKeys;

    private ChangedFlags(Set<String> flagKeys) {
        this.flagKeys = flagKeys;
    }

    static ChangedFlags of(String flagKey) {
        return new ChangedFlags(Set.of(flagKey));
    }

    /** A change of these flags; of any flag if there are none, or too many to name. */
    static ChangedFlags of(Set<String> flagKeys) {
        return flagKeys.isEmpty() || flagKeys.size() > MOST_KEYS ? ANY : new ChangedFlags(Set.copyOf(flagKeys));
    }

    static ChangedFlags any() {
        return ANY;
    }

    /** Both changes in one. */
    ChangedFlags and(ChangedFlags other) {
        if (isAny() || other.isAny()) {
            return ANY;
        }
        Set<String> both = new TreeSet<>(flagKeys);
        both.addAll(other.flagKeys);
        return of(both);
    }

    /** The flags' keys; empty if any may have changed. */
    Set<String> flagKeys() {
        return flagKeys;
    }

    /** Whether it is not known which flags changed. */
    boolean isAny() {
        return flagKeys.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChangedFlags change && flagKeys.equals(change.flagKeys);
    }

    @Override
    public int hashCode() {
        return flagKeys.hashCode();
    }

    @Override
    public String toString() {
        return isAny() ? "ChangedFlags[any]" : "ChangedFlags" + new TreeSet<>(flagKeys);
    }
}
