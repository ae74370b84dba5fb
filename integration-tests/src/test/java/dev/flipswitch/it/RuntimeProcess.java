package dev.flipswitch.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A runtime with the flag server and the demo shop in it, in a process of its own on a free port. For one thread. */
final class RuntimeProcess implements AutoCloseable {
    static final String ADMIN_TOKEN = "smoke-admin-token";
    static final String API_KEY = "smoke-development-key";

    static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    private static final Pattern COMPLAINT = Pattern.compile("WARN|SEVERE|ERROR");

    private final Process process;
    private final Path output;
    private final String url;

    private RuntimeProcess(Process process, Path output, String url) {
        this.process = process;
        this.output = output;
        this.url = url;
    }

    /** Starts the runtime and waits until both applications answer and the shop hears of changes. */
    static RuntimeProcess running(JakartaRuntime runtime, Path work) throws IOException {
        List<Path> wars = Stream.of("server.war", "shop.war")
                .map(name -> Path.of(System.getProperty(name)).normalize())
                .toList();
        String log = runtime.getClass().getSimpleName();
        int port = freePort();
        RuntimeProcess running = started(runtime, work, log, port, wars, settings(work.resolve("data"), url(port)));
        Http http = new Http();
        running.await(() -> http.isOk(running.serverUrl())
                && http.isOk(running.shopUrl())
                && running.printed().contains("FLIP-CORE-0010"));
        return running;
    }

    /** Starts the runtime with the flag server alone, and with more settings of it, and waits until it answers. */
    static RuntimeProcess server(JakartaRuntime runtime, Path work, String log, Map<String, String> more)
            throws IOException {
        int port = freePort();
        Map<String, String> settings = new HashMap<>(settings(work.resolve("data"), url(port)));
        settings.putAll(more);
        Path war = Path.of(System.getProperty("server.war")).normalize();
        RuntimeProcess running = started(runtime, work, log, port, List.of(war), settings);
        Http http = new Http();
        running.await(() -> http.isOk(running.serverUrl()));
        return running;
    }

    /** Starts the runtime with any applications, and does not wait. */
    static RuntimeProcess started(JakartaRuntime runtime, Path work, String log, List<Path> wars) throws IOException {
        return started(runtime, work, log, wars, Map.of());
    }

    /** Starts the runtime with any applications and environment variables, and does not wait. */
    static RuntimeProcess started(
            JakartaRuntime runtime, Path work, String log, List<Path> wars, Map<String, String> settings)
            throws IOException {
        return started(runtime, work, log, freePort(), wars, settings);
    }

    private static RuntimeProcess started(
            JakartaRuntime runtime, Path work, String log, int port, List<Path> wars, Map<String, String> settings)
            throws IOException {
        Path output = Files.createDirectories(Path.of(System.getProperty("runtimes.output")))
                .resolve(log + ".log");
        ProcessBuilder builder = runtime.install(Files.createDirectory(work.resolve("runtime")), port, wars);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(settings);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new RuntimeProcess(process, output, url(port));
    }

    private static String url(int port) {
        return "http://localhost:" + port + "/";
    }

    private static Map<String, String> settings(Path data, String url) {
        return Map.of(
                "FLIPSWITCH_SERVER_DATA",
                data.toString(),
                "FLIPSWITCH_SERVER_ADMIN_TOKEN",
                ADMIN_TOKEN,
                "FLIPSWITCH_SERVER_API_KEY_DEVELOPMENT",
                API_KEY,
                "FLIPSWITCH_SERVER_API_KEY_PRODUCTION",
                "smoke-production-key",
                "FLIPSWITCH_API_KEY",
                API_KEY,
                "FLIPSWITCH_BASE_URL",
                url + "flipswitch");
    }

    /** One that a runtime can take a while later: no system gives these to its clients, which come and go. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken
            }
        }
    }

    private void await(Callable<Boolean> started) throws IOException {
        try {
            Awaitility.await()
                    .atMost(START_LIMIT)
                    .failFast("the runtime ended", () -> !process.isAlive())
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(started);
        } catch (RuntimeException e) {
            close();
            throw explained(e);
        }
    }

    String url() {
        return url;
    }

    String serverUrl() {
        return url + "flipswitch/";
    }

    String shopUrl() {
        return url + "shop/";
    }

    /** Adds to a failure what the runtime has printed. */
    <T extends Throwable> T explained(T failure) throws IOException {
        failure.addSuppressed(new AssertionError(output + " says:\n" + printed()));
        return failure;
    }

    /** What the runtime has printed so far. */
    String printed() throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    /** The warnings and errors printed so far that have one of these words, in any case, in their first two lines. */
    List<String> complaintsOf(String... words) throws IOException {
        List<String> lines = printed().lines().filter(line -> !line.isBlank()).toList();
        return IntStream.range(0, lines.size())
                .filter(i -> COMPLAINT.matcher(lines.get(i)).find())
                .mapToObj(i -> String.join("\n", lines.subList(i, Math.min(i + 2, lines.size()))))
                .filter(record -> Stream.of(words)
                        .anyMatch(word -> record.toLowerCase(Locale.ROOT).contains(word)))
                .toList();
    }

    /** Ends the process and those that it has started: first kindly, then not. */
    @Override
    public void close() {
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        processes.forEach(ProcessHandle::destroy);
        for (ProcessHandle each : processes) {
            each.onExit()
                    .completeOnTimeout(each, STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .thenAccept(ProcessHandle::destroyForcibly)
                    .join();
        }
    }
}
