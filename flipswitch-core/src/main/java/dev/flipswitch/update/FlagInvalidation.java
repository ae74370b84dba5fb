package dev.flipswitch.update;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The server announced a change. Immutable.
 *
 * @param flags which flags changed
 * @param serverTime when, by its clock, or null if it did not say
 */
public record FlagInvalidation(FlagKeySet flags, @Nullable Instant serverTime) implements Update {
    public static FlagInvalidation any() {
        return new FlagInvalidation(FlagKeySet.any(), null);
    }
}
