package dev.flipswitch.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares the CPU time that the server's process spends on an OFREP evaluation with what it spends on a JAX-RS
 * resource that returns a constant. Both run in one process, by turns, so that other load on the machine meets both.
 * The argument is the path of the WAR.
 */
public final class OfrepCost {

    private static final int CONNECTIONS = 4;
    private static final int WARM_UP = 100_000;
    private static final int REQUESTS = 4_000;
    private static final int ROUNDS = 60;
    private static final String CONTEXT =
            "{\"context\":{\"targetingKey\":\"user-1\",\"email\":\"ann@example.org\",\"country\":\"DE\",\"age\":29}}";
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
        List<Class<?>> constant = List.of(ConstantApplication.class, ConstantResource.class);
        try (MeasuredServer server = new MeasuredServer(Path.of(arguments[0]), constant, Map.of())) {
            server.createFlag();
            server.send("PUT", "/api/admin/projects/default/environments/development/flags/flag", RULES);
            measure(server.process(), server.port());
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
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nX-API-Key: " + MeasuredServer.KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + CONTEXT.length() + "\r\n\r\n"
                        + CONTEXT)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static String rule(String id, String condition) {
        return "{\"id\":\"" + id + "\",\"conditions\":[" + condition + "],\"variant\":\"on\"}";
    }
}
