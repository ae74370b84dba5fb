package dev.flipswitch.server.security;

import java.util.Optional;

/** Who may read the metrics: who has their token, if there is one, or the admin token. Immutable. */
public final class MetricsAuthorizer {

    private static final String SCHEME = "Bearer ";

    private final Optional<String> tokenHash;
    private final CredentialVerifier access;

    /**
     * Knows the token by its hash only.
     *
     * @param token the metrics' own token
     * @param access knows the admin token
     */
    public MetricsAuthorizer(Optional<String> token, CredentialVerifier access) {
        this.tokenHash = token.map(Secrets::hash);
        this.access = access;
    }

    /**
     * Whether a request may read them.
     *
     * @param authorization its header
     * @return whether it may
     */
    public boolean allows(Optional<String> authorization) {
        Optional<String> token = authorization
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
        return token.filter(given -> isMetricsToken(given) || access.isAdmin(given))
                .isPresent();
    }

    private boolean isMetricsToken(String token) {
        return tokenHash.filter(hash -> Secrets.same(hash, Secrets.hash(token))).isPresent();
    }
}
