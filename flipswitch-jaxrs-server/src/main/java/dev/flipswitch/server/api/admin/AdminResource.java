package dev.flipswitch.server.api.admin;

import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.Project;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.stream.Stream;

/** Lists and changes flags. Thread-safe. */
@Path("admin/projects")
@AdminTokenRequired
@ApplicationScoped
public class AdminResource {

    private static final String FLAGS = "{project}/environments/{environment}/flags";
    private static final String FLAG = FLAGS + "/{flag}";

    private static final String[] DEFINITION_MEMBERS = {
        "key", "type", "description", "tags", "variants", "variantOrder", "defaultVariant", "rollout", "serves", "error"
    };
    private static final String[] FLAG_MEMBERS = Stream.concat(
                    Stream.of("enabled", "rules", "version", "updatedAt"), Stream.of(DEFINITION_MEMBERS))
            .toArray(String[]::new);

    @Inject
    FlagService flags;

    /** For the container. */
    public AdminResource() {}

    /**
     * Lists the projects.
     *
     * @return all projects with their environments
     */
    @GET
    public Response projects() {
        return JsonResponses.ok(AdminJson.projects(flags.projects()));
    }

    /**
     * Lists an environment's flags.
     *
     * @param project the project's key
     * @param environment the environment's key
     * @return its flags by key
     */
    @GET
    @Path(FLAGS)
    public Response flags(@PathParam("project") String project, @PathParam("environment") String environment) {
        return JsonResponses.ok(AdminJson.flags(flags.snapshot(flags.environment(project, environment))));
    }

    /**
     * Shows a flag.
     *
     * @param project the project's key
     * @param environment the environment's key
     * @param flag the flag's key
     * @return the flag
     */
    @GET
    @Path(FLAG)
    public Response flag(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("flag") String flag) {
        Environment where = flags.environment(project, environment);
        return JsonResponses.ok(flags.snapshot(where)
                .damage(flag)
                .map(damage -> AdminJson.damaged(flag, damage))
                .orElseGet(() -> AdminJson.flag(flags.flag(where, flag))));
    }

    /**
     * Turns a flag on or off.
     *
     * @param project the project's key
     * @param environment the environment's key
     * @param flag the flag's key
     * @param body says whether it is to be on
     * @return the flag
     */
    @PATCH
    @Path(FLAG)
    public Response toggle(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("flag") String flag,
            InputStream body) {
        boolean enabled = AdminRequest.read(body, "enabled").enabled();
        Environment where = flags.environment(project, environment);
        Damaged.refuse(flags.snapshot(where), flag);
        return JsonResponses.ok(AdminJson.flag(flags.configure(where, flag, old -> old.withEnabled(enabled))));
    }

    /**
     * Replaces a flag's configuration in an environment.
     *
     * @param project the project's key
     * @param environment the environment's key
     * @param flag the flag's key
     * @param body the whole configuration; what else an answer shows may be there as it is
     * @return the flag
     */
    @PUT
    @Path(FLAG)
    public Response configure(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("flag") String flag,
            InputStream body) {
        AdminRequest request = AdminRequest.read(body, FLAG_MEMBERS);
        Environment where = flags.environment(project, environment);
        Instant seen = flags.snapshot(where).changedAt(flag).orElse(Instant.EPOCH);
        return JsonResponses.ok(AdminJson.flag(
                flags.configure(where, flag, old -> ReadBack.checked(request.configuration(new Flag(old, seen))))));
    }

    /**
     * Shows a flag's definition, the same in all environments.
     *
     * @param project the project's key
     * @param flag the flag's key
     * @return the definition, and what it serves where
     */
    @GET
    @Path("{project}/flags/{flag}")
    public Response definition(@PathParam("project") String project, @PathParam("flag") String flag) {
        return JsonResponses.ok(Damaged.flag(flags, flags.project(project), flag)
                .map(damage -> AdminJson.damagedDefinition(flag, damage))
                .orElseGet(() -> AdminJson.definition(flags.flag(flags.project(project), flag))));
    }

    /**
     * Creates or replaces a flag's definition in all environments.
     *
     * @param project the project's key
     * @param flag the flag's key
     * @param force whether its type may change while it is enabled, and what does not fit any more is dropped
     * @param body the whole definition
     * @return the definition, and what it serves where
     */
    @PUT
    @Path("{project}/flags/{flag}")
    public Response define(
            @PathParam("project") String project,
            @PathParam("flag") String flag,
            @QueryParam("force") boolean force,
            InputStream body) {
        Project owner = flags.project(project);
        AdminRequest request = AdminRequest.read(body, DEFINITION_MEMBERS);
        FlagDefinition definition = request.definition(flag);
        return JsonResponses.ok(AdminJson.definition(
                flags.define(owner, definition, request.initialRollout(definition), force, before -> {
                    request.check(definition, before, force);
                    ReadBack.check(definition, before);
                })));
    }
}
