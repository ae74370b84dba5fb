package dev.flipswitch.server.broadcast;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.RawSseClient;
import dev.flipswitch.server.Heap;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.events.StreamObserver;
import dev.flipswitch.server.events.WireEvent;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.sse.SseBroadcaster;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servlet sinks on Jetty, in an application's broadcaster. */
class ServletSinkTest {

    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(1);
    private static final int STALLED = 5;

    /** Longer than any test waits: what ends a connection is no timeout of Jetty's. */
    private static final Duration IDLE_TIMEOUT = LIMIT.multipliedBy(4);

    /** As long as a queue takes; a few dozen fill the buffers of a connection. */
    private static final String LONG = "x".repeat(SinkQueue.MOST_BYTES / 4);

    private final EventStreams streams = new EventStreams(
            new EventStreams.Timing(Duration.ofMillis(200), WRITE_TIMEOUT),
            StreamLimits.NONE,
            InstantSource.system(),
            StreamObserver.NONE);
    private final SseBroadcaster broadcaster =
            streams.broadcaster(newest -> new WireEvent("collapsed", newest.getId(), "{}"));
    private final List<ServletSink> sinks = new CopyOnWriteArrayList<>();
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    @BeforeEach
    void start() throws Exception {
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Streams()), "/*");
        jetty.setHandler(context);
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        streams.close();
        jetty.stop();
    }

    @Test
    void sendsAnApplicationsEventsInOrder() throws Exception {
        try (RawSseClient client = open()) {
            for (int i = 1; i <= 20; i++) {
                broadcaster.broadcast(new WireEvent("news", Integer.toString(i), "one\ntwo"));
            }

            assertThat(client.awaitEvent(event -> "20".equals(event.id()), LIMIT)
                            .data())
                    .isEqualTo("one\ntwo");
            assertThat(client.events())
                    .filteredOn(event -> event.event().equals("news"))
                    .extracting(event -> Integer.parseInt(event.id()))
                    .isSorted()
                    .hasSize(20);
        }
    }

    @Test
    void completesAStageWhenTheEventIsWrittenAndFailsItWhenTheStreamIsClosed() throws Exception {
        try (RawSseClient client = open()) {
            ServletSink sink = sinks.get(0);

            await().atMost(LIMIT)
                    .until(() ->
                            sink.send(WireEvent.HEARTBEAT).toCompletableFuture().isDone());
            sink.close();

            assertThat(sink.isClosed()).isTrue();
            assertThat(sink.send(WireEvent.HEARTBEAT).toCompletableFuture()).isCompletedExceptionally();
            assertThat(client.awaitEnd(LIMIT)).isEqualTo(RawSseClient.End.LAST_CHUNK);
            sink.close();
        }
    }

    @Test
    void cutsStalledClientsOffWhileAnotherGetsEverythingAndKeepsNothingOfThem() throws Exception {
        List<Integer> ended = new CopyOnWriteArrayList<>();
        broadcaster.onClose(sink -> ended.add(sinks.indexOf(sink)));
        List<RawSseClient> stalled = new ArrayList<>();
        try (RawSseClient healthy = open()) {
            for (int i = 0; i < STALLED; i++) {
                RawSseClient client = open();
                client.pause();
                stalled.add(client);
            }
            int id = 0;
            while (ended.size() < STALLED) {
                id++;
                broadcaster.broadcast(new WireEvent("news", Integer.toString(id), LONG));
                String last = Integer.toString(id);
                healthy.awaitEvent(event -> last.equals(event.id()), LIMIT);
            }

            int sent = id;
            assertThat(ended).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
            assertThat(sinks).extracting(ServletSink::isClosed).containsExactly(false, true, true, true, true, true);
            assertThat(healthy.events())
                    .filteredOn(event -> event.event().equals("news"))
                    .hasSize(sent);
            await("Jetty's connections")
                    .atMost(LIMIT)
                    .until(() -> connector.getConnectedEndPoints().size() == 1);
        } finally {
            stalled.forEach(RawSseClient::close);
        }
        sinks.clear();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(Heap.histogram())
                .as("sinks, their queues, and Jetty's asynchronous contexts")
                .doesNotContain(ServletSink.class.getName() + "\n", SinkQueue.class.getName() + "\n")
                .doesNotContain("org.eclipse.jetty.ee10.servlet.AsyncContextState"));
    }

    @Test
    void forgetsClientsThatVanish() throws Exception {
        List<Object> ended = new CopyOnWriteArrayList<>();
        broadcaster.onClose(ended::add);
        try (RawSseClient reset = open();
                RawSseClient closed = open()) {
            reset.reset();
            closed.disconnect();

            await().atMost(LIMIT).until(() -> ended.size() == 2);
        }
    }

    private RawSseClient open() throws IOException {
        int before = sinks.size();
        RawSseClient client = RawSseClient.connect(URI.create("http://localhost:" + connector.getLocalPort() + "/"));
        client.awaitEvent(event -> event.event().equals("heartbeat"), LIMIT);
        await().atMost(LIMIT).until(() -> sinks.size() == before + 1);
        return client;
    }

    private final class Streams extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            ServletSink sink = ServletSink.open(request, response);
            sinks.add(sink);
            broadcaster.register(sink);
        }
    }
}
