package dev.flipswitch.server.api;

import dev.flipswitch.server.security.Access;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Optional;

/** Lets only requests with the admin token pass. Thread-safe. */
@AdminAccess
@ApplicationScoped
public class AdminFilter implements ContainerRequestFilter {

    @Inject
    Access access;

    /** For the container. */
    public AdminFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<String> token = Bearer.token(request);
        if (token.filter(access::isAdmin).isEmpty()) {
            request.abortWith(Bearer.challenge(AdminAnswers.error(
                    token.isPresent()
                            ? "The admin token is not valid."
                            : "The admin token is missing; send it as Authorization: Bearer.")));
        }
    }
}
