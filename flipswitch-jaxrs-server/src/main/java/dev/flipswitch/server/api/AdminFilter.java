package dev.flipswitch.server.api;

import dev.flipswitch.server.security.Access;
import dev.flipswitch.server.security.Guesses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Optional;

/** Lets only requests with the admin token pass. Thread-safe. */
@AdminAccess
@ApplicationScoped
public class AdminFilter implements ContainerRequestFilter {

    @Inject
    Access access;

    @Inject
    Guesses guesses;

    @Inject
    HttpServletRequest current;

    /** For the container. */
    public AdminFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<String> token = Bearer.token(request);
        if (token.isEmpty()) {
            throw new SdkGate.Refused(401, "The admin token is missing; send it as Authorization: Bearer.", 0);
        }
        if (!access.isAdmin(token.get())) {
            throw SdkGate.Refused.wrong(
                    guesses, Guesses.Credential.ADMIN_TOKEN, current, "The admin token is not valid.");
        }
    }
}
