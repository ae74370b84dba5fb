package dev.flipswitch.server.api;

import dev.flipswitch.server.api.admin.AdminErrorMapper;
import dev.flipswitch.server.api.admin.AdminEventsResource;
import dev.flipswitch.server.api.admin.AdminFilter;
import dev.flipswitch.server.api.admin.AdminGate;
import dev.flipswitch.server.api.admin.AdminResource;
import dev.flipswitch.server.api.admin.ConnectionsResource;
import dev.flipswitch.server.api.admin.DatabaseResource;
import dev.flipswitch.server.api.admin.SegmentsResource;
import dev.flipswitch.server.api.http.Semicolons;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/**
 * Change events and management. What belongs to an application is listed here and not found by its annotations: some
 * runtimes put what they find into every application. Stateless.
 */
@ApplicationPath("api")
public class ApiApplication extends Application {

    /**
     * One implementation would describe the resources to anybody, and warn of a missing library that nothing here
     * needs; the others don't know the properties.
     */
    static final Map<String, Object> QUIET =
            Map.of("jersey.config.server.wadl.disableWadl", true, "jersey.config.disableDefaultProvider", "DATASOURCE");

    /** For the container. */
    public ApiApplication() {}

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                AdminEventsResource.class,
                ConnectionsResource.class,
                DatabaseResource.class,
                AdminResource.class,
                SegmentsResource.class,
                AdminGate.class,
                AdminFilter.class,
                Semicolons.class,
                AdminErrorMapper.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return QUIET;
    }
}
