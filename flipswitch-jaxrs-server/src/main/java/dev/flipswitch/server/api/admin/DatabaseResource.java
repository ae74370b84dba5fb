package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.flags.FlagService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Looks after the database. Thread-safe. */
@Path("admin/database")
@AdminTokenRequired
@ApplicationScoped
public class DatabaseResource {

    private static final String NOT_OURS =
            "This server can't make the database smaller: PostgreSQL does so by itself, and"
                    + " a database that others use as well is theirs, too.";

    @Inject
    FlagService flags;

    /** For the container. */
    public DatabaseResource() {}

    /**
     * Gives space that is not needed any more back to the system.
     *
     * @return the size of the file before and after, in bytes; 409 where this is not the server's affair
     */
    @POST
    @Path("compact")
    public Response compact() {
        return flags.compact()
                .map(done ->
                        JsonResponses.ok(Map.of("bytesBefore", done.bytesBefore(), "bytesAfter", done.bytesAfter())))
                .orElseGet(
                        () -> JsonResponses.json(409, AdminJson.error(NOT_OURS)).build());
    }
}
