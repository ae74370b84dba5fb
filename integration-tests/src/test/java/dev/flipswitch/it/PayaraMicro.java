package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara Micro, which is one JAR. */
final class PayaraMicro implements JakartaRuntime {
    private static final String LOOPBACK = "set configs.config.server-config.network-config.network-listeners"
            + ".network-listener.http-listener.address=127.0.0.1";

    @Override
    public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
        Path commands = Files.writeString(work.resolve("preboot.txt"), LOOPBACK);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("payara.jar"),
                "--nohazelcast",
                "--rootdir",
                work.resolve("root").toString(),
                "--prebootcommandfile",
                commands.toString(),
                "--port",
                Integer.toString(port)));
        wars.forEach(war -> command.addAll(List.of("--deploy", war.toString())));
        return new ProcessBuilder(command);
    }
}
