package dev.flipswitch.server.api;

import dev.flipswitch.server.events.Dialect;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes of the API key's environment, as they happen. Thread-safe. */
@Path("v1/flags/events")
@SdkAccess
@ApplicationScoped
public class EventsResource {

    @Inject
    FlagService flags;

    @Inject
    EventStreams streams;

    @Inject
    HttpServletRequest request;

    /** For the container. */
    public EventsResource() {}

    /**
     * Answers what a stream would begin with, and opens none.
     *
     * @return no body
     */
    @HEAD
    public Response head() {
        return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build();
    }

    /**
     * Opens a stream.
     *
     * @param lastEventId the last change that the client saw
     * @param sink the stream
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId, @Context SseEventSink sink) {
        Environment environment = Caller.environment(request);
        streams.open(environment, Dialect.FLIPSWITCH, sink, Optional.ofNullable(lastEventId), () -> flags.snapshot(
                        environment)
                .lastEventId());
    }
}
