package dev.flipswitch.server.api;

import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.Project;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Lists and changes flags. Thread-safe. */
@Path("admin/projects")
@AdminAccess
@ApplicationScoped
public class AdminResource {

    private static final String FLAGS = "{project}/environments/{environment}/flags";
    private static final String FLAG = FLAGS + "/{flag}";

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
        return Answers.ok(AdminAnswers.projects(flags.projects()));
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
        return Answers.ok(AdminAnswers.flags(
                flags.snapshot(flags.environment(project, environment)).flags().values()));
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
        return Answers.ok(AdminAnswers.flag(flags.flag(flags.environment(project, environment), flag)));
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
        return Answers.ok(AdminAnswers.flag(
                flags.configure(flags.environment(project, environment), flag, old -> old.withEnabled(enabled))));
    }

    /**
     * Replaces a flag's configuration in an environment.
     *
     * @param project the project's key
     * @param environment the environment's key
     * @param flag the flag's key
     * @param body the whole configuration
     * @return the flag
     */
    @PUT
    @Path(FLAG)
    public Response configure(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("flag") String flag,
            InputStream body) {
        AdminRequest request = AdminRequest.read(body, "enabled", "rules", "rollout");
        return Answers.ok(AdminAnswers.flag(
                flags.configure(flags.environment(project, environment), flag, request::configuration)));
    }

    /**
     * Shows a flag's definition, the same in all environments.
     *
     * @param project the project's key
     * @param flag the flag's key
     * @return the definition
     */
    @GET
    @Path("{project}/flags/{flag}")
    public Response definition(@PathParam("project") String project, @PathParam("flag") String flag) {
        return Answers.ok(AdminAnswers.definition(flags.definition(flags.project(project), flag)));
    }

    /**
     * Creates or replaces a flag's definition in all environments.
     *
     * @param project the project's key
     * @param flag the flag's key
     * @param body the whole definition
     * @return the definition
     */
    @PUT
    @Path("{project}/flags/{flag}")
    public Response define(@PathParam("project") String project, @PathParam("flag") String flag, InputStream body) {
        Project owner = flags.project(project);
        AdminRequest request =
                AdminRequest.read(body, "type", "description", "tags", "variants", "defaultVariant", "rollout");
        FlagDefinition definition = request.definition(flag);
        flags.define(owner, definition, request.rollout());
        return Answers.ok(AdminAnswers.definition(definition));
    }
}
