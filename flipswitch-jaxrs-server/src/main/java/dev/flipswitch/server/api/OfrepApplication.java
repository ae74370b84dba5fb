package dev.flipswitch.server.api;

import dev.flipswitch.server.api.ofrep.OfrepErrorMapper;
import dev.flipswitch.server.api.ofrep.OfrepResource;
import dev.flipswitch.server.api.stream.StreamLimitFilter;
import dev.flipswitch.server.api.stream.StreamResource;
import dev.flipswitch.server.api.stream.StreamTokenFilter;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** Remote evaluation; static files keep the root. Stateless. */
@ApplicationPath("ofrep")
public class OfrepApplication extends Application {

    /** For the container. */
    public OfrepApplication() {}

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                OfrepResource.class,
                StreamResource.class,
                StreamTokenFilter.class,
                StreamLimitFilter.class,
                OfrepErrorMapper.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return ApiApplication.QUIET;
    }
}
