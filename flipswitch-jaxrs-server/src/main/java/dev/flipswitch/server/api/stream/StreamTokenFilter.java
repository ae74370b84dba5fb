package dev.flipswitch.server.api.stream;

import dev.flipswitch.server.api.http.ApiKeyCheck;
import dev.flipswitch.server.api.http.RequestEnvironment;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.RateLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Optional;

/** Lets only requests pass whose address holds the token of an event stream. Thread-safe. */
@StreamTokenRequired
@ApplicationScoped
public class StreamTokenFilter implements ContainerRequestFilter {

    private static final String INVALID =
            "This event stream's address is not valid any more; a bulk evaluation names the present one.";

    @Inject
    CredentialVerifier access;

    @Inject
    RateLimit limit;

    @Inject
    Guesses guesses;

    @Inject
    HttpServletRequest current;

    /** For the container. */
    public StreamTokenFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<Environment> environment =
                StreamResource.token(request.getUriInfo()).flatMap(access::streamedEnvironment);
        if (environment.isEmpty()) {
            throw ApiKeyCheck.Refused.wrong(guesses, Guesses.Credential.STREAM_TOKEN, current, INVALID);
        }
        RequestEnvironment.is(current, environment.get());
        long seconds = limit.secondsToWait(environment.get().id());
        if (seconds > 0) {
            throw new ApiKeyCheck.Refused(429, ApiKeyCheck.TOO_MANY, seconds);
        }
    }
}
