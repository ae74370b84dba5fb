package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** WildFly, with a server folder of its own beside the distribution. Its health is shown where it is managed. */
final class WildFly implements JakartaRuntime {
    static final Path HOME = Path.of(System.getProperty("wildfly.home"));

    private final String configuration;
    private final int managementPort;

    /** With a configuration that the distribution brings. */
    WildFly(String configuration) {
        this.configuration = configuration;
        managementPort = RuntimeProcess.freePort();
    }

    @Override
    public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
        Path copies = work.resolve("configuration");
        copyFiles(HOME.resolve("standalone/configuration"), copies);
        String chosen = Files.readString(copies.resolve(configuration));
        Files.writeString(copies.resolve(configuration), chosen.replaceAll("\"352[89]\"", "\"0\"")); // IIOP's
        Path deployments = Files.createDirectory(work.resolve("deployments"));
        for (Path war : wars) {
            Files.copy(war, deployments.resolve(war.getFileName()));
        }
        return new ProcessBuilder(
                HOME.resolve("bin/standalone.sh").toString(),
                "-b=127.0.0.1",
                "-Djboss.server.base.dir=" + work,
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=" + managementPort,
                "-c=" + configuration);
    }

    @Override
    public String healthUrl(String url) {
        return "http://127.0.0.1:" + managementPort + "/health/ready";
    }

    @Override
    public String metricsUrl(String url) {
        return "";
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
