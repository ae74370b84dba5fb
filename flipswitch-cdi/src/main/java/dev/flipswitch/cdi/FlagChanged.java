package dev.flipswitch.cdi;

import dev.flipswitch.FlagChange;
import java.util.Objects;
import java.util.Optional;

/**
 * The CDI event that is fired when something changed on the server, after the change is visible to evaluations. Events
 * come in the order of the changes, each with a request context of its own.
 *
 * @param change what changed
 */
public record FlagChanged(FlagChange change) {

    /**
     * Checks its argument.
     *
     * @throws NullPointerException if {@code change} is null
     */
    public FlagChanged {
        Objects.requireNonNull(change, "change");
    }

    /**
     * The flag that changed.
     *
     * @return its key; empty if any flag may have changed
     */
    public Optional<String> flagKey() {
        return change.flagKey();
    }

    /**
     * Whether a flag's value may be another now.
     *
     * @param key a flag's key
     * @return true for the flag that changed, and for every flag if any may have changed
     */
    public boolean affects(String key) {
        return change.affects(key);
    }
}
