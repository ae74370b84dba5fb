package dev.flipswitch.server.flags;

import java.util.Map;
import java.util.Optional;

/**
 * The stored secrets; only hashes of them. Immutable.
 *
 * @param adminToken the hash of the admin token, empty before the first start
 * @param apiKeys the hashes of the API keys; an environment without a key is missing
 */
public record Credentials(Optional<String> adminToken, Map<Environment, String> apiKeys) {

    /** Copies. */
    public Credentials {
        apiKeys = Map.copyOf(apiKeys);
    }
}
