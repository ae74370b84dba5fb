package dev.flipswitch.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The flag server by {@code java -jar flipswitch.war}, on one port and one folder through all its lives. For one thread. */
final class ServerProcess implements AutoCloseable {
    static final String ADMIN_TOKEN = "admin-token-of-the-test";
    static final String API_KEY = "api-key-of-the-test";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final Map<String, String> settings;
    private final int port;
    private Process process;

    /** Starts the server and waits until it answers. */
    ServerProcess(Path folder) throws IOException {
        this(folder, Map.of());
    }

    /** With more environment variables. */
    ServerProcess(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        process = launch();
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it lives shortly
                "-jar",
                System.getProperty("server.war"));
        builder.environment()
                .putAll(Map.of(
                        "FLIPSWITCH_SERVER_PORT",
                        Integer.toString(port),
                        "FLIPSWITCH_SERVER_DATA",
                        folder.resolve("flags").toString(),
                        "FLIPSWITCH_SERVER_ADMIN_TOKEN",
                        ADMIN_TOKEN,
                        "FLIPSWITCH_SERVER_API_KEY_DEVELOPMENT",
                        API_KEY));
        builder.environment().putAll(settings);
        Process launched = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .start();
        Http http = new Http();
        await().atMost(START_LIMIT)
                .failFast("the server ended", () -> !launched.isAlive())
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> http.isOk(url()));
        return launched;
    }

    String url() {
        return "http://localhost:" + port + "/";
    }

    /** Ends it as a power cut does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on what it has stored. */
    void restart() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
