package dev.flipswitch.server.api.stream;

import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.api.http.RequestEnvironment;
import dev.flipswitch.server.broadcast.StreamPermit;
import dev.flipswitch.server.events.EventStreams;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Answers 503 where too many event streams are open already. Runs when the caller is known. Thread-safe. */
@LimitedStreams
@Priority(Priorities.USER + 1)
@ApplicationScoped
public class StreamLimitFilter implements ContainerRequestFilter {

    @Inject
    EventStreams streams;

    @Inject
    HttpServletRequest current;

    /** For the container. */
    public StreamLimitFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<StreamPermit> permit = streams.admit(RequestEnvironment.environment(current), current.getRemoteAddr());
        if (permit.isPresent()) {
            StreamPermits.put(current, permit.get());
        } else {
            request.abortWith(JsonResponses.json(503, JsonResponses.error("GENERAL", TooManyStreams.MESSAGE))
                    .header(HttpHeaders.RETRY_AFTER, TooManyStreams.retryAfterSeconds())
                    .build());
        }
    }
}
