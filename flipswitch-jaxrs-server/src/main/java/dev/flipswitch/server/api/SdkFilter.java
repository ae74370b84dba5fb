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

/** Lets only requests with an API key pass. Thread-safe. */
@SdkAccess
@ApplicationScoped
public class SdkFilter implements ContainerRequestFilter {

    static final String TOO_MANY = "Too many requests with this key; try again later.";

    @Inject
    Access access;

    @Inject
    RateLimit limit;

    @Inject
    HttpServletRequest current;

    /** For the container. */
    public SdkFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<String> streamToken = StreamResource.token(request.getUriInfo());
        Optional<String> key =
                Optional.ofNullable(request.getHeaderString("X-API-Key")).or(() -> Bearer.token(request));
        Optional<Environment> environment = streamToken.isPresent()
                ? streamToken.flatMap(access::streamedEnvironment)
                : key.flatMap(access::environment);
        if (environment.isPresent()) {
            Caller.is(current, environment.get());
            long seconds = limit.secondsToWait(environment.get().id());
            if (seconds > 0) {
                request.abortWith(tooMany(seconds));
            }
        } else {
            request.abortWith(
                    Bearer.challenge(OfrepAnswers.error("GENERAL", refusal(streamToken.isPresent(), key.isPresent()))));
        }
    }

    static String refusal(boolean stream, boolean key) {
        if (stream) {
            return "This event stream's address is not valid any more; a bulk evaluation names the present one.";
        }
        return key
                ? "The API key is not valid; X-API-Key takes the key of an environment."
                : "The API key is missing; send it as X-API-Key or as Authorization: Bearer.";
    }

    private static Response tooMany(long seconds) {
        return Answers.json(429, OfrepAnswers.error("GENERAL", TOO_MANY))
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }
}
