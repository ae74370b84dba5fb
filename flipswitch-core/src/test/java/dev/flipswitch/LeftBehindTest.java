package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.FakeFlagServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of providers that were shut down, each time in a JVM of its own. */
class LeftBehindTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final FakeFlagServer server = new FakeFlagServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void noThreadDescriptorOrHeapIsLeftOfHundredsOfLives() throws Exception {
        server.set("dark-mode", "true");
        try (FakeFlagServer troubled = new FakeFlagServer();
                FakeFlagServer mute = new FakeFlagServer()) {
            AtomicInteger streams = new AtomicInteger();
            troubled.http().on("GET " + EVENTS, exchange -> trouble(exchange, streams.getAndIncrement()));
            mute.http().on("POST " + EVALUATION, exchange -> {});
            String figures = OwnJvm.run(
                    LIMIT,
                    List.of("-Xmx48m", "-XX:+UseSerialGC"),
                    LifeCycles.class,
                    "250",
                    server.baseUrl(),
                    troubled.baseUrl(),
                    mute.baseUrl(),
                    folder.resolve("flags.json").toString());
            System.out.println(figures);
        }
    }

    @Test
    void aHundredProvidersHaveOneIdleStreamEachAndFewThreads() throws Exception {
        server.set("dark-mode", "true");
        Process process = OwnJvm.start(List.of("-Xmx64m"), ManyProviders.class, server.baseUrl());
        try (var output = process.inputReader()) {
            untilLine(output, "connected");
            server.change("dark-mode", "false");
            untilLine(output, "idle");
            int connections = server.http().openConnections();
            System.out.println(connections + " connections");
            long streams = server.http().requests().stream()
                    .filter(request -> request.path().equals(EVENTS))
                    .count();
            assertThat(streams).isEqualTo(ManyProviders.PROVIDERS);
            assertThat(connections).isBetween(100, 300); // a stream, and two on which flags were evaluated at once
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads to a line, and shows what came before. */
    private static void untilLine(BufferedReader output, String last) throws IOException {
        for (String line = output.readLine(); !last.equals(line); line = output.readLine()) {
            assertThat(line).as("a line before '%s'", last).isNotNull();
            System.out.println(line);
        }
    }

    /** It is the context class loader, and the loader of all but the JDK, as an application's in a container. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4}) // with four processors, unlike with two, the JDK completes futures on its common pool
    void aClassLoaderThatHeldProvidersIsCollected(int processors) throws Exception {
        server.set("dark-mode", "true");
        server.http()
                .enqueue(
                        "GET " + EVENTS,
                        exchange -> exchange.openEventStream()
                                .send("event: flag-updated\nid: 1\ndata: {\"flagKey\":\"dark-mode\"}\n\n")
                                .close(),
                        exchange -> exchange.respond(503, "{}"));
        System.out.println(OwnJvm.run(
                LIMIT,
                List.of("-Xmx64m", "-XX:ActiveProcessorCount=" + processors),
                Undeployment.class,
                server.baseUrl(),
                folder.resolve("flags.json").toString()));
    }

    private static void trouble(Exchange exchange, int number) throws IOException {
        switch (number % 3) {
            case 0 -> exchange.respond(503, "{}");
            case 1 ->
                exchange.openEventStream().send("event: flag-updated\ndata: {").reset();
            default ->
                exchange.openEventStream()
                        .send("event: config-updated\ndata: {}\n\n")
                        .close();
        }
    }
}
