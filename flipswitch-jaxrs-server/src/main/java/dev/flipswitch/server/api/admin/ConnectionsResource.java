package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.events.EventStreams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;

/** The event streams that are open on this server. Thread-safe. */
@Path("admin/connections")
@AdminTokenRequired
@ApplicationScoped
public class ConnectionsResource {

    @Inject
    EventStreams streams;

    /** For the container. */
    public ConnectionsResource() {}

    /**
     * Counts the streams.
     *
     * @return how many there are of each environment, SDK and version, and how old they are
     */
    @GET
    public Response connections() {
        return JsonResponses.ok(ConnectionsJson.of(streams.connections(), Instant.now()));
    }
}
