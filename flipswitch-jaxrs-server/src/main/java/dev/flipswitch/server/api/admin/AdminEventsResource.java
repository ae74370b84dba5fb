package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.broadcast.StreamPermit;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.events.StreamClient;
import dev.flipswitch.server.events.StreamProtocol;
import dev.flipswitch.server.events.Subscription;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;

/** The changes of any environment, for the dashboard. Thread-safe. */
@Path("admin/projects/{project}/environments/{environment}/events")
@AdminTokenRequired
@ApplicationScoped
public class AdminEventsResource {

    private static final StreamClient DASHBOARD = new StreamClient("dashboard", "");

    @Inject
    FlagService flags;

    @Inject
    EventStreams streams;

    /** For the container. */
    public AdminEventsResource() {}

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
     * @param project the project's key
     * @param environment the environment's key
     * @param lastEventId the last change that the client saw
     * @param sink the stream
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context SseEventSink sink) {
        Environment watched = flags.environment(project, environment);
        streams.open(
                new Subscription(watched, StreamProtocol.FLIPSWITCH, DASHBOARD, StreamPermit.uncounted(), lastEventId),
                sink,
                flags.history(watched));
    }
}
