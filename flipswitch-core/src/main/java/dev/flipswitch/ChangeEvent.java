package dev.flipswitch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The server told of a change. Immutable.
 *
 * @param flags which flags changed
 * @param serverTime when, by its clock, or null if it did not say
 */
record ChangeEvent(ChangedFlags flags, @Nullable Instant serverTime) {
    static ChangeEvent any() {
        return new ChangeEvent(ChangedFlags.any(), null);
    }
}
