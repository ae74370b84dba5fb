package dev.flipswitch.server.api;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.security.Access;
import dev.flipswitch.server.security.RateLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Lets only requests pass whose address holds the token of an event stream. Thread-safe. */
@StreamAccess
@ApplicationScoped
public class StreamTokenFilter implements ContainerRequestFilter {

    @Inject
    Access access;

    @Inject
    RateLimit limit;

    @Inject
    HttpServletRequest current;

    /** For the container. */
    public StreamTokenFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<Environment> environment =
                StreamResource.token(request.getUriInfo()).flatMap(access::streamedEnvironment);
        if (environment.isEmpty()) {
            request.abortWith(Bearer.challenge(OfrepAnswers.error(
                    "GENERAL",
                    "This event stream's address is not valid any more; a bulk evaluation names the present one.")));
            return;
        }
        Caller.is(current, environment.get());
        long seconds = limit.secondsToWait(environment.get().id());
        if (seconds > 0) {
            request.abortWith(tooMany(seconds));
        }
    }

    private static Response tooMany(long seconds) {
        return Answers.json(429, OfrepAnswers.error("GENERAL", SdkGate.TOO_MANY))
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }
}
