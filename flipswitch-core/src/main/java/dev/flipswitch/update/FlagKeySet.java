package dev.flipswitch.update;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which flags changed: one, several that changed together, or any, if the server does not say. Immutable. */
public final class FlagKeySet {
    private static final FlagKeySet ANY = new FlagKeySet(Set.of());
    private static final int MOST_KEYS = 1000;
    private static final int LONGEST_KEY = 500;

    private final Set<String> flagKeys;

    private FlagKeySet(Set<String> flagKeys) {
        this.flagKeys = flagKeys;
    }

    /** A change of this flag; of any flag if its key is too long to keep. */
    public static FlagKeySet of(String flagKey) {
        return isNameable(flagKey) ? new FlagKeySet(Set.of(flagKey)) : ANY;
    }

    /** Whether a key is short enough to be kept: what is heard of must not fill the memory. */
    static boolean isNameable(String flagKey) {
        return flagKey.length() <= LONGEST_KEY;
    }

    /** A change of these flags; of any flag if there are none, or too many to name. */
    public static FlagKeySet of(Set<String> flagKeys) {
        return flagKeys.isEmpty() || flagKeys.size() > MOST_KEYS ? ANY : new FlagKeySet(Set.copyOf(flagKeys));
    }

    public static FlagKeySet any() {
        return ANY;
    }

    /** All changes in one; of any flag if there are none. */
    public static FlagKeySet all(List<FlagKeySet> changes) {
        Set<String> keys = new HashSet<>();
        for (FlagKeySet change : changes) {
            keys.addAll(change.flagKeys);
            if (change.isAny() || keys.size() > MOST_KEYS) {
                return ANY;
            }
        }
        return of(keys);
    }

    /** The flags' keys; empty if any may have changed. */
    public Set<String> flagKeys() {
        return flagKeys;
    }

    /** Whether it is not known which flags changed. */
    public boolean isAny() {
        return flagKeys.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlagKeySet change && flagKeys.equals(change.flagKeys);
    }

    @Override
    public int hashCode() {
        return flagKeys.hashCode();
    }

    @Override
    public String toString() {
        return isAny() ? "FlagKeySet[any]" : "FlagKeySet" + new TreeSet<>(flagKeys);
    }
}
