package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** TomEE plus, with a base folder of its own beside the distribution. It has Jakarta EE 9.1 only. */
final class TomEe implements JakartaRuntime {
    private static final Path HOME = Path.of(System.getProperty("tomee.home"));

    @Override
    public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
        Path configuration = Files.createDirectory(work.resolve("conf"));
        try (Stream<Path> files = Files.list(HOME.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, configuration.resolve(file.getFileName()));
            }
        }
        Path server = configuration.resolve("server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replace("port=\"8005\"", "port=\"-1\"")
                        .replace("port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\""));
        for (String folder : List.of("logs", "temp", "work")) {
            Files.createDirectory(work.resolve(folder));
        }
        Path applications = Files.createDirectory(work.resolve("webapps"));
        for (Path war : wars) {
            Files.copy(war, applications.resolve(war.getFileName()));
        }
        ProcessBuilder builder =
                new ProcessBuilder("sh", HOME.resolve("bin/catalina.sh").toString(), "run");
        builder.environment().put("CATALINA_HOME", HOME.toString());
        builder.environment().put("CATALINA_BASE", work.toString());
        return builder;
    }
}
