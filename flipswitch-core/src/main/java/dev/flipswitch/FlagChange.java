package dev.flipswitch;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something changed on the server: one flag, several that changed together, or anything. When it is announced, the cache
 * has already dropped what the change concerns. Immutable.
 */
public final class FlagChange {
    private static final FlagChange ANY = new FlagChange(Set.of());
    private static final int MOST_KEYS = 1000;

    private final Set<String> flagKeys;

    private FlagChange(Set<String> flagKeys) {
        this.flagKeys = flagKeys;
    }

    static FlagChange of(String flagKey) {
        return new FlagChange(Set.of(flagKey));
    }

    /** A change of these flags; of any flag if there are none, or too many to name. */
    static FlagChange of(Set<String> flagKeys) {
        return flagKeys.isEmpty() || flagKeys.size() > MOST_KEYS ? ANY : new FlagChange(Set.copyOf(flagKeys));
    }

    static FlagChange any() {
        return ANY;
    }

    /** Both changes in one. */
    FlagChange and(FlagChange other) {
        if (isAny() || other.isAny()) {
            return ANY;
        }
        Set<String> both = new TreeSet<>(flagKeys);
        both.addAll(other.flagKeys);
        return of(both);
    }

    /**
     * The flags that changed.
     *
     * @return their keys; empty if any flag may have changed, see {@link #isAny()}
     */
    public Set<String> flagKeys() {
        return flagKeys;
    }

    /**
     * The flag that changed.
     *
     * @return its key; empty if several changed, or any flag may have
     */
    public Optional<String> flagKey() {
        return flagKeys.size() == 1 ? flagKeys.stream().findFirst() : Optional.empty();
    }

    /**
     * Whether it is not known which flags changed.
     *
     * @return true if any flag may have changed
     */
    public boolean isAny() {
        return flagKeys.isEmpty();
    }

    /**
     * Whether a flag's value may be another now.
     *
     * @param key a flag's key
     * @return true for the flags that changed, and for every flag if any may have changed
     */
    public boolean affects(String key) {
        return isAny() || flagKeys.contains(key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlagChange change && flagKeys.equals(change.flagKeys);
    }

    @Override
    public int hashCode() {
        return flagKeys.hashCode();
    }

    @Override
    public String toString() {
        return isAny() ? "FlagChange[any flag]" : "FlagChange" + new TreeSet<>(flagKeys);
    }
}
