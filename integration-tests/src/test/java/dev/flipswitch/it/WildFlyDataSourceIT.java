package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class WildFlyDataSourceIT extends DataSourceContract {

    @Override
    JakartaRuntime runtime(Path driver, int databasePort) {
        return new WildFlyWithDataSource(driver, databasePort);
    }

    private record WildFlyWithDataSource(Path driver, int databasePort) implements JakartaRuntime {

        @Override
        public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
            ProcessBuilder wildFly = new WildFly("standalone.xml").install(work, port, wars);
            String command = documented("data-source add .*?Checker\"")
                    .replace("\"", "")
                    .replaceAll("postgresql-[0-9.]+\\.jar", driver.getFileName().toString())
                    .replace("localhost:5432", "localhost:" + databasePort)
                    .replace("--password=… ", "");
            Path script = Files.writeString(
                    work.resolve("flags.cli"), "embed-server\n" + command + "\nstop-embedded-server\n");
            Files.copy(driver, work.resolve("deployments").resolve(driver.getFileName()));
            run(work, script);
            wildFly.environment().put("FLIPSWITCH_SERVER_DATA_SOURCE", documentedName("WildFly, after"));
            return wildFly;
        }

        /** Without a server that runs: the data source must be there before the application is. */
        private static void run(Path work, Path script) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            WildFly.HOME.resolve("bin/jboss-cli.sh").toString(), "--file=" + script)
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("flags.cli.log").toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("JAVA_OPTS", "-Djboss.server.base.dir=" + work);
            int exit = builder.start().onExit().join().exitValue();
            if (exit != 0) {
                throw new IOException(Files.readString(work.resolve("flags.cli.log")));
            }
        }
    }
}
