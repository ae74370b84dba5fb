package dev.flipswitch.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The flag server in a process of its own, with what it is compared with in the same Jetty. It keeps its port and its data
 * when it is started again. For one thread.
 */
final class MeasuredServer implements AutoCloseable {

    static final String KEY = "benchmark-key-of-development";

    private static final String TOKEN = "benchmark-admin-token-0123456789";
    private static final Pattern LISTENING = Pattern.compile("flipswitch server listening on http://.*:(\\d+)/");
    private static final String ALL_PATHS = "<url-pattern>/*</url-pattern>";
    private static final String OWN_PATHS = "<url-pattern>/ofrep/*</url-pattern><url-pattern>/api/*</url-pattern>";

    private final Path folder = Files.createTempDirectory("flipswitch-benchmark");
    private final Path war;
    private final List<String> jvmOptions;
    private final Map<String, String> settings;
    private HttpClient http = newHttpClient();
    private int port;
    private Process process;

    /**
     * Starts it, and returns when it accepts requests.
     *
     * @param added classes of a web application's that are put into a copy of the WAR; the server's filters leave them alone
     * @param settings environment variables
     */
    MeasuredServer(Path war, List<Class<?>> added, Map<String, String> settings, String... jvmOptions)
            throws IOException {
        this.war = withClasses(war, added, folder.resolve("flipswitch.war"));
        this.settings = settings;
        this.jvmOptions = List.of(jvmOptions);
        this.process = start();
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Sends a request of the admin's, which must succeed; returns the answer's body. */
    String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer + ": " + answer.body());
        }
        return answer.body();
    }

    /** Creates a flag, switched off; on, it is true for everybody. */
    void createFlag() throws IOException, InterruptedException {
        send(
                "PUT",
                "/api/admin/projects/default/flags/flag",
                "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\","
                        + "\"rollout\":{\"on\":100}}");
    }

    /** Turns the flag on or off, of which all streams are notified. */
    void turn(boolean on) throws IOException, InterruptedException {
        send("PATCH", "/api/admin/projects/default/environments/development/flags/flag", "{\"enabled\":" + on + "}");
    }

    /** The sum of a metric over all its labels. */
    double metric(String name) throws IOException, InterruptedException {
        return metrics(name).values().stream().mapToDouble(value -> value).sum();
    }

    /** A metric's values by their labels. */
    Map<String, Double> metrics(String name) throws IOException, InterruptedException {
        return send("GET", "/metrics", "")
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .collect(Collectors.toMap(
                        line -> line.substring(name.length(), line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))),
                        Double::sum,
                        TreeMap::new));
    }

    /** Ends it as a power cut does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Returns when it accepts requests again. */
    void startAgain() throws IOException {
        process = start();
        http = newHttpClient(); // the old one's connections are broken
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", war.toString()));
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "FLIPSWITCH_SERVER_PORT",
                        String.valueOf(port),
                        "FLIPSWITCH_SERVER_DATA",
                        folder.resolve("data").toString(),
                        "FLIPSWITCH_SERVER_ADMIN_TOKEN",
                        TOKEN,
                        "FLIPSWITCH_SERVER_API_KEY_DEVELOPMENT",
                        KEY));
        builder.environment().putAll(settings);
        Process started = builder.start();
        BufferedReader output = started.inputReader(); // so short that it needs nobody to read the rest
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.lookingAt()) {
                port = Integer.parseInt(listening.group(1));
                return started;
            }
        }
        throw new IOException("the server does not start; " + log + " says why");
    }

    private static HttpClient newHttpClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static Path withClasses(Path war, List<Class<?>> added, Path copy) throws IOException {
        Files.copy(war, copy);
        try (FileSystem files = FileSystems.newFileSystem(copy)) {
            for (Class<?> each : added) {
                for (Class<?> type : Stream.concat(Stream.of(each), Arrays.stream(each.getDeclaredClasses()))
                        .toList()) {
                    String name = type.getName().replace('.', '/') + ".class";
                    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                        if (in == null) {
                            throw new IOException("no class file of " + type);
                        }
                        Files.copy(in, files.getPath("WEB-INF/classes/" + name));
                    }
                }
            }
            Path webXml = files.getPath("WEB-INF/web.xml");
            Files.writeString(webXml, Files.readString(webXml).replace(ALL_PATHS, OWN_PATHS));
        }
        return copy;
    }
}
