package dev.flipswitch.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Two contenders in one Jetty: flipswitch, and a bare servlet that does nothing but write the same bytes. For one thread. */
final class FanOutServer implements AutoCloseable {

    static final String EVENT_DATA = "{\"flagKey\":\"flag\",\"timestamp\":\"2024-01-21T10:30:45.123Z\"}";

    private static final String HEARTBEAT = "event: heartbeat\n";
    private static final String EVENT = "event: flag-updated\nid: 1000\ndata: " + EVENT_DATA + "\n\n";

    private final MeasuredServer server;
    private boolean enabled;

    FanOutServer(Path war) throws IOException, InterruptedException {
        // who stalls is to stay for as long as it is measured
        Map<String, String> settings = Map.of("FLIPSWITCH_SERVER_WRITE_TIMEOUT_MILLIS", "600000");
        server = new MeasuredServer(war, List.of(BareServlet.class), settings, "-Xmx1g");
        server.createFlag();
    }

    Contender bare() {
        return new Bare();
    }

    Contender flipswitch() {
        return new Flipswitch();
    }

    double metric(String name) throws IOException, InterruptedException {
        return server.metric(name);
    }

    @Override
    public void close() {
        server.close();
    }

    private abstract class InJetty implements Contender {

        @Override
        public OptionalLong heapBytes() throws IOException, InterruptedException {
            server.send("GET", "/bare?heap", "");
            return OptionalLong.of(Long.parseLong(server.send("GET", "/bare?heap", "")));
        }
    }

    private final class Bare extends InJetty {

        @Override
        public String name() {
            return "bare servlet";
        }

        @Override
        public FanOutClients clients() throws IOException {
            return new FanOutClients(server.port(), "/bare", HEARTBEAT);
        }

        @Override
        public void tell() throws IOException, InterruptedException {
            server.send("POST", "/bare", EVENT);
        }

        /** A closed connection answers the first write, so that the second fails. */
        @Override
        public void forgetClients() throws IOException, InterruptedException {
            tell();
            tell();
        }
    }

    private final class Flipswitch extends InJetty {

        @Override
        public String name() {
            return "flipswitch";
        }

        @Override
        public FanOutClients clients() throws IOException {
            return new FanOutClients(server.port(), "/api/v1/flags/events", HEARTBEAT);
        }

        @Override
        public void tell() throws IOException, InterruptedException {
            enabled = !enabled;
            server.turn(enabled);
        }

        @Override
        public void forgetClients() throws IOException, InterruptedException {
            do {
                tell();
            } while (metric("flipswitch_connections") > 0);
        }
    }
}
