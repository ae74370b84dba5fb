package dev.flipswitch.server.security;

import java.util.Set;

/**
 * The web origins whose pages may ask. Immutable.
 *
 * @param allowed scheme, host and port of each; {@code *} for any
 */
public record AllowedOrigins(Set<String> allowed) {

    /** Copies. */
    public AllowedOrigins {
        allowed = Set.copyOf(allowed);
    }

    boolean allows(String origin) {
        return allowed.contains(origin) || allowed.contains("*");
    }
}
