package dev.flipswitch.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The server in a process of its own, with the bare servlet beside it in the same Jetty. For one thread. */
final class FanOutServer implements AutoCloseable {

    static final String KEY = "benchmark-key-of-development";

    private static final String TOKEN = "benchmark-admin-token-0123456789";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String FLAG =
            "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}";
    private static final byte[] EVENT =
            """
            event: flag-updated
            id: 1000
            data: {"flagKey":"flag","timestamp":"2024-01-21T10:30:45.123Z"}

            """
                    .getBytes(StandardCharsets.US_ASCII);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final Process process;
    private boolean enabled;

    FanOutServer(Path war) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("flipswitch-fan-out");
        port = freePort();
        Path copy = withBareServlet(war, folder.resolve("flipswitch.war"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-Xmx1g", "-jar", copy.toString());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "FLIPSWITCH_SERVER_PORT",
                        String.valueOf(port),
                        "FLIPSWITCH_SERVER_DATA",
                        folder.resolve("data").toString(),
                        "FLIPSWITCH_SERVER_ADMIN_TOKEN",
                        TOKEN,
                        "FLIPSWITCH_SERVER_API_KEY_DEVELOPMENT",
                        KEY,
                        // who stalls is to stay for as long as it is measured
                        "FLIPSWITCH_SERVER_WRITE_TIMEOUT_MILLIS",
                        "600000"));
        process = builder.start();
        awaitStart();
    }

    int port() {
        return port;
    }

    /** Changes the flag, of which all streams of the server are told. */
    void toggle() throws IOException, InterruptedException {
        enabled = !enabled;
        String path = "/api/admin/projects/default/environments/development/flags/flag";
        expectSuccess(send("PATCH", path, ("{\"enabled\":" + enabled + "}").getBytes(StandardCharsets.US_ASCII)));
    }

    /** Has the bare servlet write the same bytes to its streams. */
    void broadcastBare() throws IOException, InterruptedException {
        expectSuccess(send("POST", "/bare", EVENT));
    }

    long heapBytes() throws IOException, InterruptedException {
        send("GET", "/bare?heap", new byte[0]);
        return Long.parseLong(send("GET", "/bare?heap", new byte[0]).body());
    }

    /** The sum of a metric over all its labels. */
    double metric(String name) throws IOException, InterruptedException {
        return send("GET", "/metrics", new byte[0])
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Override
    public void close() {
        process.destroy();
    }

    private void awaitStart() throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (true) {
            try {
                expectSuccess(send(
                        "PUT", "/api/admin/projects/default/flags/flag", FLAG.getBytes(StandardCharsets.US_ASCII)));
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(limit)) {
                    throw new IOException("the server does not start", e);
                }
                Thread.sleep(200);
            }
        }
    }

    private HttpResponse<String> send(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static void expectSuccess(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(answer + ": " + answer.body());
        }
    }

    /** The server's filters leave the bare servlet alone. */
    private static Path withBareServlet(Path war, Path copy) throws IOException {
        Files.copy(war, copy);
        try (FileSystem files = FileSystems.newFileSystem(copy)) {
            for (String name : List.of("BareServlet.class", "BareServlet$Listening.class")) {
                try (InputStream in = FanOutServer.class.getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException("no class file " + name);
                    }
                    Files.copy(in, files.getPath("WEB-INF/classes/dev/flipswitch/server/" + name));
                }
            }
            Path webXml = files.getPath("WEB-INF/web.xml");
            String everywhere = "<url-pattern>/*</url-pattern>";
            String ours = "<url-pattern>/ofrep/*</url-pattern><url-pattern>/api/*</url-pattern>";
            Files.writeString(webXml, Files.readString(webXml).replace(everywhere, ours));
        }
        return copy;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
