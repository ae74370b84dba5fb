package dev.flipswitch.cdi;

import dev.flipswitch.ApiKeyRotation;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The CDI event that is fired when the server announces that the API key is being replaced, with an active request context.
 *
 * @param rotation what the server announced
 */
public record ApiKeyRotated(ApiKeyRotation rotation) {

    /**
     * Checks its argument.
     *
     * @throws NullPointerException if {@code rotation} is null
     */
    public ApiKeyRotated {
        Objects.requireNonNull(rotation, "rotation");
    }

    /**
     * Until when the server accepts the old key.
     *
     * @return the time; empty if the rotation has been aborted, so that the old key stays
     */
    public Optional<Instant> validUntil() {
        return rotation.validUntil();
    }
}
