package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;

/** Jersey finds the mapper by itself, as Jakarta RESTful Web Services 3.1 promises. */
class FeatureGateMappingTest {

    /** A resource as the interceptor leaves it. */
    @Path("gates")
    public static class Gated {
        @GET
        @Path("{status}")
        public String closed(@PathParam("status") int status) {
            throw new FeatureDisabledException("reports", status);
        }
    }

    @Test
    void aClosedGateBecomesItsStatus() throws Exception {
        ApplicationHandler application = new ApplicationHandler(new ResourceConfig(Gated.class));
        assertThat(statusOf(application, "gates/404")).isEqualTo(404);
        assertThat(statusOf(application, "gates/503")).isEqualTo(503);
    }

    private static int statusOf(ApplicationHandler application, String path) throws Exception {
        URI base = URI.create("http://localhost/");
        ContainerRequest request =
                new ContainerRequest(base, base.resolve(path), "GET", null, new MapPropertiesDelegate(), null);
        return application.apply(request).get().getStatus();
    }
}
