package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Open Liberty, with a user folder of its own beside the distribution, and with small buffers for sending, so that a
 * client that reads nothing is soon felt.
 */
final class OpenLiberty implements JakartaRuntime {
    private static final Path HOME = Path.of(System.getProperty("openliberty.home"));

    private final List<String> features;

    /**
     * With what the server and the shop need.
     *
     * @param more features beside these
     */
    OpenLiberty(String... more) {
        features = List.of(more);
    }

    @Override
    public ProcessBuilder install(Path work, int port, List<Path> wars) throws IOException {
        Path server = Files.createDirectories(work.resolve("servers/flags"));
        Files.writeString(server.resolve("server.xml"), serverXml(port, wars));
        ProcessBuilder run = new ProcessBuilder(HOME.resolve("bin/server").toString(), "run", "flags");
        run.environment().put("WLP_USER_DIR", work.toString());
        return run;
    }

    private String serverXml(int port, List<Path> wars) {
        return """
                <server>
                  <featureManager>
                    <feature>servlet-6.0</feature>
                    <feature>pages-3.1</feature>
                    <feature>restfulWS-3.1</feature>
                    <feature>cdi-4.0</feature>
                    <feature>jsonp-2.1</feature>
                %s
                  </featureManager>
                  <mpMetrics authentication="false"/>
                  <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1">
                    <tcpOptions sendBufferSize="8192"/>
                  </httpEndpoint>
                  <logging consoleLogLevel="INFO"/>
                %s
                </server>
                """
                .formatted(
                        elements("    <feature>%s</feature>", features),
                        port,
                        elements("  <application location=\"%s\"/>", wars));
    }

    private static String elements(String element, List<?> values) {
        return values.stream().map(element::formatted).collect(Collectors.joining("\n"));
    }

    @Override
    public Set<String> contextsReach() {
        return Set.of("here", "defined-executor");
    }

    @Override
    public boolean runsThreadsDuringDeployment() {
        return false;
    }
}
