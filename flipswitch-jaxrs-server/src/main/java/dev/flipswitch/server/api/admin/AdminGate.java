package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.api.http.ApiKeyCheck;
import dev.flipswitch.server.api.http.Bearer;
import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.Guesses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.Optional;

/**
 * Asks for the admin token before anybody looks what is at an address: without it nobody learns which methods an address
 * has, or whether there is anything. Resources are guarded by {@link AdminFilter}, whatever their address looks like here.
 * Thread-safe.
 */
@PreMatching
@ApplicationScoped
public class AdminGate implements ContainerRequestFilter {

    static final String PASSED = "flipswitch.server.admin";

    @Inject
    CredentialVerifier access;

    @Inject
    Guesses guesses;

    @Inject
    HttpServletRequest current;

    /** For the container. */
    public AdminGate() {}

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        String relative = path.startsWith("/") ? path.substring(1) : path;
        if (relative.equals("admin") || relative.startsWith("admin/")) {
            try {
                check(request, access, guesses, current);
                request.setProperty(PASSED, true);
            } catch (ApiKeyCheck.Refused e) {
                // and not thrown: so early CXF hands it to no mapper
                request.abortWith(JsonResponses.refused(e, AdminJson.error(e.details())));
            }
        }
    }

    static void check(
            ContainerRequestContext request, CredentialVerifier access, Guesses guesses, HttpServletRequest current) {
        Optional<String> token = Bearer.token(request);
        if (token.isEmpty()) {
            throw new ApiKeyCheck.Refused(401, "The admin token is missing; send it as Authorization: Bearer.", 0);
        }
        if (!access.isAdmin(token.get())) {
            throw ApiKeyCheck.Refused.wrong(
                    guesses, Guesses.Credential.ADMIN_TOKEN, current, "The admin token is not valid.");
        }
    }
}
