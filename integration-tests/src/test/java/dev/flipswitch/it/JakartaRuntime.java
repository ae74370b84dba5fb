package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
}
