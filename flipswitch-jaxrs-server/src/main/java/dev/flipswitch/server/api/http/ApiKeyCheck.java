package dev.flipswitch.server.api.http;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.RateLimit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Lets only requests with an API key pass. Thread-safe.
 *
 * @param access knows the keys
 * @param limit how often they may be used
 * @param guesses is notified of wrong ones
 */
public record ApiKeyCheck(CredentialVerifier access, RateLimit limit, Guesses guesses) {

    public static final String TOO_MANY = "Too many requests with this key; try again later.";

    private static final String SLOWLY = " Too many wrong ones came from this address; try again later.";
    private static final String INVALID = "The API key is not valid; X-API-Key takes the key of an environment.";
    private static final String MISSING = "The API key is missing; send it as X-API-Key or as Authorization: Bearer.";

    /**
     * The caller's environment.
     *
     * @throws Refused if it has no key, a wrong one, or asks too often
     */
    public Environment pass(HttpServletRequest request) {
        Optional<String> key = Optional.ofNullable(request.getHeader("X-API-Key"))
                .or(() -> Bearer.token(request.getHeader("Authorization")));
        Environment environment = key.flatMap(access::environment)
                .orElseThrow(() -> key.isPresent() ? wrong(request) : new Refused(401, MISSING, 0));
        long seconds = limit.secondsToWait(environment.id());
        if (seconds > 0) {
            throw new Refused(429, TOO_MANY, seconds);
        }
        return environment;
    }

    private Refused wrong(HttpServletRequest request) {
        return Refused.wrong(guesses, Guesses.Credential.API_KEY, request, INVALID);
    }

    /** What is answered in place of what was asked for. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int status;
        private final long retryAfterSeconds;

        public Refused(int status, String details, long retryAfterSeconds) {
            super(details, null, false, false); // who guesses at keys is to cost little
            this.status = status;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        /** The answer to a wrong credential. */
        public static Refused wrong(
                Guesses guesses, Guesses.Credential credential, HttpServletRequest request, String details) {
            long seconds = guesses.wrong(credential, request.getRemoteAddr());
            return seconds == 0 ? new Refused(401, details, 0) : new Refused(429, details + SLOWLY, seconds);
        }

        public String details() {
            return String.valueOf(getMessage());
        }

        public int status() {
            return status;
        }

        /** The headers of the answer beside its type. */
        public Map<String, String> headers() {
            return status == 401
                    ? Map.of("WWW-Authenticate", "Bearer")
                    : Map.of("Retry-After", Long.toString(retryAfterSeconds));
        }
    }

    public static void answer(HttpServletResponse response, int status, String details) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(JsonWriter.bytes(JsonResponses.error("GENERAL", details)));
    }
}
