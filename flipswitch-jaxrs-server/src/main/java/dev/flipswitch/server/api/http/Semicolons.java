package dev.flipswitch.server.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;

/**
 * Takes a semicolon in an address as it was written. JAX-RS would drop it with what follows, and would show or change
 * another flag than the one that was named. Stateless.
 */
@PreMatching
public class Semicolons implements ContainerRequestFilter {

    /** For the container. */
    public Semicolons() {}

    @Override
    public void filter(ContainerRequestContext request) {
        URI asked = request.getUriInfo().getRequestUri();
        String path = asked.getRawPath();
        if (path.indexOf(';') >= 0) {
            request.setRequestUri(UriBuilder.fromUri(asked)
                    .replacePath(path.replace(";", "%3B"))
                    .build());
        }
    }
}
