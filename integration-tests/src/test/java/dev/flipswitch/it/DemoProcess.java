package dev.flipswitch.it;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo as {@code mvn -Pdemo} runs it, in a process of its own on free ports. For one thread. */
final class DemoProcess implements AutoCloseable {
    static final String ADMIN_TOKEN = "demo-admin-token";
    static final String API_KEY = "demo-development-key";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    /** Starts the process; what it prints tells how it went. */
    DemoProcess(Path data, Map<String, String> settings) throws IOException {
        String home = System.getProperty("demo.home");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it lives shortly
                "-Dflipswitch.server.data=" + data,
                "-cp",
                home + "/classes:" + home + "/lib/*"));
        settings.forEach((name, value) -> command.add(1, "-D" + name + "=" + value));
        command.addAll(
                List.of("dev.flipswitch.demo.Demo", System.getProperty("server.war"), System.getProperty("shop.war")));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(this::read, "demo-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the demo on free ports and waits until it runs. */
    static DemoProcess running(Path data) throws IOException {
        DemoProcess demo = new DemoProcess(data, Map.of("flipswitch.server.port", "0", "demo.port", "0"));
        await().atMost(START_LIMIT)
                .failFast("the demo ended", () -> !demo.process.isAlive())
                .until(() -> demo.output.stream().anyMatch(line -> line.contains("The demo is running"))
                        && demo.output.stream().anyMatch(line -> line.contains("Demo shop")));
        return demo;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("(no more to read: " + e.getMessage() + ")");
        }
    }

    String serverUrl() {
        return url("Flag server");
    }

    String shopUrl() {
        return url("Demo shop");
    }

    private String url(String name) {
        Pattern address = Pattern.compile(name + "\\s+(http://localhost:\\d+/)");
        return output.stream()
                .map(address::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no address of the " + name + " in " + output));
    }

    List<String> output() {
        return List.copyOf(output);
    }

    /** Waits for the process to end by itself. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the demo goes on: " + output);
        }
        reader.join(START_LIMIT.toMillis());
        return process.exitValue();
    }

    /** Tells the process to end, as Ctrl-C does, and waits for it. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
