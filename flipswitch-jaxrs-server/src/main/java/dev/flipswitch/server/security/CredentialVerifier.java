package dev.flipswitch.server.security;

import dev.flipswitch.server.flags.Credentials;
import dev.flipswitch.server.flags.Environment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows whom a secret belongs to. Immutable. */
public final class CredentialVerifier {

    private final Credentials credentials;

    /** By the hashes of their keys: who guesses at keys learns nothing from how long it takes to find a hash. */
    private final Map<String, Environment> environments = new HashMap<>();

    /**
     * Goes by these hashes.
     *
     * @param credentials the stored hashes
     */
    public CredentialVerifier(Credentials credentials) {
        this.credentials = credentials;
        credentials.apiKeys().forEach((environment, hash) -> environments.put(hash, environment));
    }

    /**
     * Whose API key this is.
     *
     * @param apiKey what a client presented
     * @return the environment, empty if it is nobody's
     */
    public Optional<Environment> environment(String apiKey) {
        return Optional.ofNullable(environments.get(Secrets.hash(apiKey)));
    }

    /**
     * What stands for an environment in the address of its event stream, as long as its API key is the same. Nobody can
     * guess it without the key or its hash, and it opens nothing but the stream.
     *
     * @param environment which
     * @return the token, empty if the environment has no API key
     */
    public Optional<String> streamToken(Environment environment) {
        return Optional.ofNullable(credentials.apiKeys().get(environment))
                .map(keyHash -> Secrets.hash("event stream " + keyHash));
    }

    /**
     * Whose event stream has this token in its address.
     *
     * @param token what a client presented
     * @return the environment, empty if it is nobody's
     */
    public Optional<Environment> streamedEnvironment(String token) {
        return credentials.apiKeys().keySet().stream()
                .filter(environment -> streamToken(environment)
                        .filter(known -> Secrets.same(known, token))
                        .isPresent())
                .findFirst();
    }

    /**
     * Whether this is the admin token.
     *
     * @param token what a client presented
     * @return whether it is
     */
    public boolean isAdmin(String token) {
        String hash = Secrets.hash(token);
        return credentials
                .adminToken()
                .filter(stored -> Secrets.same(stored, hash))
                .isPresent();
    }

    /**
     * Whom any secret belongs to.
     *
     * @param secret what a client presented
     * @return the same for the same owner, null if it is nobody's
     */
    public @Nullable Object owner(String secret) {
        return isAdmin(secret) ? "" : environments.get(Secrets.hash(secret));
    }
}
