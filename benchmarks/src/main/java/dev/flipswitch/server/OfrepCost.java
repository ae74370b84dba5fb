package dev.flipswitch.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares the CPU time that the server's process spends on an OFREP evaluation with what it spends on a JAX-RS resource
 * that returns a constant: in one process, by turns, so that other load on the machine meets both. The argument is the
 * path of the WAR.
 */
public final class OfrepCost {

    private static final String KEY = "benchmark-key-of-development";
    private static final String TOKEN = "benchmark-admin-token-0123456789";
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP = 100_000;
    private static final int REQUESTS = 4_000;
    private static final int ROUNDS = 60;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String CONTEXT =
            "{\"context\":{\"targetingKey\":\"user-1\",\"email\":\"ann@example.org\",\"country\":\"DE\",\"age\":29}}";
    private static final String FLAG =
            "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}";
    private static final String RULES = "{\"enabled\":true,\"rules\":["
            + rule("first", "{\"attribute\":\"country\",\"operator\":\"in\",\"values\":[\"FR\",\"ES\"]}") + ","
            + rule("second", "{\"attribute\":\"email\",\"operator\":\"ends-with\",\"values\":[\"@example.com\"]}") + ","
            + rule("last", "{\"attribute\":\"age\",\"operator\":\">=\",\"values\":[18]}") + "]}";

    private OfrepCost() {}

    /**
     * Measures and prints.
     *
     * @param arguments the path of the WAR
     * @throws Exception if the server can't be started or asked
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("flipswitch-cost");
        Path war = withConstant(Path.of(arguments[0]), folder.resolve("flipswitch.war"));
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", war.toString());
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
                        "FLIPSWITCH_SERVER_RATE_LIMIT",
                        "0",
                        "FLIPSWITCH_SERVER_API_KEY_DEVELOPMENT",
                        KEY));
        Process server = builder.start();
        try {
            prepare(port);
            measure(server.toHandle(), port);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static void measure(ProcessHandle server, int port) throws Exception {
        byte[] evaluation = request(port, "/ofrep/v1/evaluate/flags/flag");
        byte[] constant = request(port, "/constant");
        microseconds(server, port, evaluation, WARM_UP);
        microseconds(server, port, constant, WARM_UP);
        System.out.println("CPU time of the server per request: evaluation, constant, ratio");
        double[] sums = new double[2];
        for (int round = 1; round <= ROUNDS; round++) {
            sums[0] += microseconds(server, port, evaluation, REQUESTS);
            sums[1] += microseconds(server, port, constant, REQUESTS);
            if (round % (ROUNDS / 6) == 0) {
                System.out.printf(
                        Locale.ROOT,
                        "%8.1f us %8.1f us %8.2f  mean of %d rounds%n",
                        sums[0] / round,
                        sums[1] / round,
                        sums[0] / sums[1],
                        round);
            }
        }
    }

    private static double microseconds(ProcessHandle server, int port, byte[] request, int requests) throws Exception {
        Duration before = cpu(server);
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                work.add(() -> ask(port, request, requests / CONNECTIONS));
            }
            for (Future<Void> done : clients.invokeAll(work)) {
                done.get();
            }
        } finally {
            clients.shutdown();
        }
        return cpu(server).minus(before).toNanos() / 1000.0 / requests;
    }

    private static Void ask(int port, byte[] request, int times) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < times; i++) {
                out.write(request);
                out.flush();
                answer(in);
            }
        }
        return null;
    }

    /** Reads one answer, which must be a success with a length. */
    private static void answer(InputStream in) throws IOException {
        int length = -1;
        String status = line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (!status.startsWith("HTTP/1.1 200") || length < 0) {
            throw new IOException("not the expected answer: " + status);
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the server closed the connection");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    private static byte[] request(int port, String path) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nX-API-Key: " + KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + CONTEXT.length() + "\r\n\r\n"
                        + CONTEXT)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static void prepare(int port) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String projects = "http://localhost:" + port + "/api/admin/projects/default";
        Instant limit = Instant.now().plus(START_LIMIT);
        while (!put(http, projects + "/flags/flag", FLAG)) {
            if (Instant.now().isAfter(limit)) {
                throw new IOException("the server does not start");
            }
            Thread.sleep(200);
        }
        if (!put(http, projects + "/environments/development/flags/flag", RULES)) {
            throw new IOException("the server does not take the rules");
        }
    }

    private static boolean put(HttpClient http, String uri, String json) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + TOKEN)
                .PUT(BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false; // not started yet
        }
    }

    /** The same WAR with the constant resource in it, which the server's filters leave alone. */
    private static Path withConstant(Path war, Path copy) throws IOException {
        Files.copy(war, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem files = FileSystems.newFileSystem(copy)) {
            for (Class<?> added : List.of(ConstantApplication.class, ConstantResource.class)) {
                String name = added.getName().replace('.', '/') + ".class";
                try (InputStream in = added.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException("no class file of " + added);
                    }
                    Files.copy(in, files.getPath("WEB-INF/classes/" + name));
                }
            }
            Path webXml = files.getPath("WEB-INF/web.xml");
            String everywhere = "<url-pattern>/*</url-pattern>";
            Files.writeString(
                    webXml,
                    Files.readString(webXml)
                            .replace(
                                    everywhere,
                                    "<url-pattern>/ofrep/*</url-pattern><url-pattern>/api/*</url-pattern>"));
        }
        return copy;
    }

    private static String rule(String id, String condition) {
        return "{\"id\":\"" + id + "\",\"conditions\":[" + condition + "],\"variant\":\"on\"}";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
