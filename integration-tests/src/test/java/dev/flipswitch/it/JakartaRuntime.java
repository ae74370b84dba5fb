package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

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

    /** Where a JAX-RS resource finds the request's context: in itself, on the default executor, on one that names it. */
    default Set<String> contextsReach() {
        return Set.of("here", "executor", "defined-executor");
    }

    /** Whether managed threads run while an application starts, not only once it has started. */
    default boolean runsThreadsDuringDeployment() {
        return true;
    }
}
