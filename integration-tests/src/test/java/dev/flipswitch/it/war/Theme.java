package dev.flipswitch.it.war;

import dev.flipswitch.cdi.Flag;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource that shows an injected flag. */
@Path("theme")
@RequestScoped
public class Theme {
    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    String theme;

    @GET
    public String theme() {
        return theme;
    }
}
