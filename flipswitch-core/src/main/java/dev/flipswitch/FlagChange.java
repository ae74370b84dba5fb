package dev.flipswitch;

import java.util.Objects;
import java.util.Optional;

/**
 * Something changed on the server: one flag, or anything. When it is announced, the cache has already dropped what the
 * change concerns. Immutable.
 */
public final class FlagChange {
    private static final FlagChange ANY = new FlagChange(Optional.empty());

    private final Optional<String> flagKey;

    private FlagChange(Optional<String> flagKey) {
        this.flagKey = flagKey;
    }

    static FlagChange of(String flagKey) {
        return new FlagChange(Optional.of(flagKey));
    }

    static FlagChange any() {
        return ANY;
    }

    /**
     * The flag that changed.
     *
     * @return its key; empty if any flag may have changed
     */
    public Optional<String> flagKey() {
        return flagKey;
    }

    /**
     * Whether a flag's value may be another now.
     *
     * @param key a flag's key
     * @return true for the flag that changed, and for every flag if any may have changed
     */
    public boolean affects(String key) {
        return flagKey.isEmpty() || flagKey.get().equals(key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlagChange change && flagKey.equals(change.flagKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(flagKey);
    }

    @Override
    public String toString() {
        return flagKey.map(key -> "FlagChange[" + key + "]").orElse("FlagChange[any flag]");
    }
}
