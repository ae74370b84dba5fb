package dev.flipswitch.server.api;

import dev.flipswitch.server.security.Access;
import dev.flipswitch.server.security.Guesses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

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
        if (request.getProperty(AdminGate.PASSED) == null) {
            AdminGate.check(request, access, guesses, current);
        }
    }
}
