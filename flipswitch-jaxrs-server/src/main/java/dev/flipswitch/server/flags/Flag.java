package dev.flipswitch.server.flags;

import dev.flipswitch.rules.FlagConfiguration;
import java.time.Instant;

/**
 * A flag in an environment. Immutable.
 *
 * @param configuration what is evaluated
 * @param updatedAt when it last changed in this environment
 */
public record Flag(FlagConfiguration configuration, Instant updatedAt) {

    /**
     * The flag's key.
     *
     * @return the key
     */
    public String key() {
        return configuration.definition().key();
    }
}
