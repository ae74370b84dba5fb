package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.Guesses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** Lets only requests with the admin token pass. Thread-safe. */
@AdminTokenRequired
@ApplicationScoped
public class AdminFilter implements ContainerRequestFilter {

    @Inject
    CredentialVerifier access;

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
