package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a Jakarta EE runtime takes web applications and starts. Implementations keep no state. */
interface JakartaRuntime {

    /**
     * Installs the applications, each under its file's name as its context path.
     *
     * @param work an empty folder for all that the distribution does not bring
     * @param port where to listen for HTTP, on the loopback interface
     * @param wars the applications
     * @return what runs the runtime in the foreground
     */
    ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException;

    /** Where MicroProfile Health's readiness is, of a runtime that listens there. */
    default String healthUrl(String url) {
        return url + "health/ready";
    }

    /** Where MicroProfile Metrics are; empty if the runtime has none. */
    default String metricsUrl(String url) {
        return url + "metrics";
    }

    /** Environment variables for what an application must be told here and finds by itself elsewhere. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** Whether requests' contexts go along to the threads of the default executor, too, not only where that is defined. */
    default boolean propagatesByDefault() {
        return true;
    }

    /** Whether managed threads run while an application starts, not only once it has started. */
    default boolean runsThreadsDuringDeployment() {
        return true;
    }
}
