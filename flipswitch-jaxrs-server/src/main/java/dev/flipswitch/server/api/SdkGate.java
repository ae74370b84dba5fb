package dev.flipswitch.server.api;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.json.JsonWriting;
import dev.flipswitch.server.security.Access;
import dev.flipswitch.server.security.RateLimit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets only requests with an API key pass. Thread-safe.
 *
 * @param access knows the keys
 * @param limit how often they may be used
 */
record SdkGate(Access access, RateLimit limit) {

    static final String TOO_MANY = "Too many requests with this key; try again later.";

    private static final String INVALID = "The API key is not valid; X-API-Key takes the key of an environment.";
    private static final String MISSING = "The API key is missing; send it as X-API-Key or as Authorization: Bearer.";

    /** The caller's environment; empty if the request has been answered. */
    Optional<Environment> pass(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> key = Optional.ofNullable(request.getHeader("X-API-Key"))
                .or(() -> Bearer.token(request.getHeader("Authorization")));
        Optional<Environment> environment = key.flatMap(access::environment);
        if (environment.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer");
            answer(response, 401, key.isPresent() ? INVALID : MISSING);
            return Optional.empty();
        }
        long seconds = limit.secondsToWait(environment.get().id());
        if (seconds > 0) {
            response.setHeader("Retry-After", Long.toString(seconds));
            answer(response, 429, TOO_MANY);
            return Optional.empty();
        }
        return environment;
    }

    static void answer(HttpServletResponse response, int status, String details) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(JsonWriting.bytes(OfrepAnswers.error("GENERAL", details)));
    }
}
