package dev.flipswitch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment's API key is being replaced by another.
 *
 * @param validUntil until when the server accepts the old key; empty if the rotation has been aborted, so that the old
 *     key stays
 */
public record ApiKeyRotation(Optional<Instant> validUntil) {

    /** Checks its argument. */
    public ApiKeyRotation {
        Objects.requireNonNull(validUntil, "validUntil");
    }

    @Override
    public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
        return other instanceof ApiKeyRotation rotation && validUntil.equals(rotation.validUntil);
    }
}
