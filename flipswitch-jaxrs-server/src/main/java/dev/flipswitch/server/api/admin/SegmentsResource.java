package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.Project;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Lists and changes the segments of a project. Thread-safe. */
@Path("admin/projects/{project}/segments")
@AdminTokenRequired
@ApplicationScoped
public class SegmentsResource {

    @Inject
    FlagService flags;

    /** For the container. */
    public SegmentsResource() {}

    /**
     * Lists a project's segments.
     *
     * @param project the project's key
     * @return its segments by key
     */
    @GET
    public Response segments(@PathParam("project") String project) {
        return JsonResponses.ok(AdminJson.segments(
                flags.segments(flags.project(project)), Damaged.segments(flags, flags.project(project))));
    }

    /**
     * Shows a segment.
     *
     * @param project the project's key
     * @param segment the segment's key
     * @return the segment
     */
    @GET
    @Path("{segment}")
    public Response segment(@PathParam("project") String project, @PathParam("segment") String segment) {
        Project owner = flags.project(project);
        Damage damage = Damaged.segments(flags, owner).get(segment);
        return JsonResponses.ok(
                damage == null ? AdminJson.segment(flags.segment(owner, segment)) : AdminJson.damaged(segment, damage));
    }

    /**
     * Creates or replaces a segment.
     *
     * @param project the project's key
     * @param segment the segment's key
     * @param body the whole segment
     * @return the segment
     */
    @PUT
    @Path("{segment}")
    public Response save(@PathParam("project") String project, @PathParam("segment") String segment, InputStream body) {
        Project owner = flags.project(project);
        AdminRequest request = AdminRequest.read(body, "key", "groups", "version", "updatedAt", "error");
        return JsonResponses.ok(
                AdminJson.segment(flags.save(owner, ReadBack.checked(request.segment(segment)), request::check)));
    }
}
