package dev.flipswitch.server.api.stream;

import dev.flipswitch.server.api.http.RequestEnvironment;
import dev.flipswitch.server.broadcast.StreamPermit;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.events.StreamClient;
import dev.flipswitch.server.events.StreamProtocol;
import dev.flipswitch.server.events.Subscription;
import dev.flipswitch.server.flags.ChangeHistory;
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
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event stream that bulk evaluations name. Its address says whose it is: browsers open it and can't send headers. Thread-safe.
 *
 * @see <a href="https://github.com/open-feature/protocol">OFREP, ADR 0008</a>
 */
@Path(StreamResource.PATH + "{token}")
@StreamTokenRequired
@ApplicationScoped
public class StreamResource {

    public static final String PATH = "v1/event-streams/";

    @Inject
    FlagService flags;

    @Inject
    EventStreams streams;

    @Inject
    HttpServletRequest request;

    /** For the container. */
    public StreamResource() {}

    /** The token in an address of this resource. */
    static Optional<String> token(UriInfo uri) {
        return Optional.ofNullable(uri.getPathParameters().getFirst("token"));
    }

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
    @LimitedStreams
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId, @Context SseEventSink sink) {
        Environment environment = RequestEnvironment.environment(request);
        StreamClient client = StreamClient.of(request.getHeader("X-Flipswitch-SDK"));
        ChangeHistory history = flags.history(environment);
        StreamPermit permit = StreamPermits.takeOver(request);
        streams.open(new Subscription(environment, StreamProtocol.OFREP, client, permit, lastEventId), sink, history);
    }
}
