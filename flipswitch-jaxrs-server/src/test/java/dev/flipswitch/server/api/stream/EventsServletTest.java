package dev.flipswitch.server.api.stream;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.fixtures.RawSseClient;
import dev.flipswitch.server.broadcast.StreamLimits;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.events.StreamObserver;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.security.CredentialBootstrap;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.RateLimit;
import dev.flipswitch.server.store.Database;
import dev.flipswitch.server.store.JdbiFlagStore;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servlet of event streams on a Jetty where opening one goes wrong. */
class EventsServletTest {

    private static final String KEY = "development-key-of-the-test";

    private final EventStreams streams = new EventStreams(
            new EventStreams.Timing(LIMIT, LIMIT),
            new StreamLimits(1, 0, 0),
            InstantSource.system(),
            StreamObserver.NONE);
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final Failing failing = new Failing();

    private @Nullable Database database;

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // stands for the container
    void start(@TempDir Path folder) throws Exception {
        Database opened = Database.open(new DatabaseSettings.Folder(folder), 2);
        database = opened;
        FlagStore store = new JdbiFlagStore(opened, Clock.systemUTC());
        EventsServlet servlet = new EventsServlet();
        servlet.access = new CredentialBootstrap(
                        store, Settings.of(Map.of("flipswitch.server.api-key.development", KEY)), text -> {})
                .prepare();
        servlet.flags = new FlagService(store, streams);
        servlet.streams = streams;
        servlet.limit = new RateLimit(0);
        servlet.guesses = new Guesses(credential -> {});
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        FilterHolder filter = new FilterHolder(failing);
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(jakarta.servlet.DispatcherType.REQUEST));
        jetty.addConnector(connector);
        jetty.setHandler(context);
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        streams.close();
        jetty.stop();
        if (database != null) {
            database.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"output IO", "output STATE", "output ERROR", "listener STATE", "listener ERROR"})
    void givesTheSeatBackWhateverIsThrownWhileAStreamIsOpened(String failure) throws Exception {
        failing.failure = failure;
        assertThat(get().statusCode()).isGreaterThanOrEqualTo(500);
        failing.failure = "";

        try (RawSseClient client = RawSseClient.connect(uri(), "X-API-Key: " + KEY)) {
            client.awaitEvent(event -> event.event().equals("heartbeat"), LIMIT);
        }
    }

    private URI uri() {
        return URI.create("http://localhost:" + connector.getLocalPort() + "/");
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri())
                .header("X-API-Key", KEY)
                .timeout(LIMIT)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    /** Lets a response fail at the first call of a kind. Thread-safe. */
    private static final class Failing extends HttpFilter {

        private static final long serialVersionUID = 1;

        private volatile String failure = "";

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                private boolean failed;

                @Override
                public ServletOutputStream getOutputStream() throws IOException {
                    fail("output");
                    return new Output(super.getOutputStream(), () -> fail("listener"));
                }

                private void fail(String call) throws IOException {
                    if (failure.startsWith(call) && !failed) {
                        failed = true;
                        switch (failure.substring(call.length() + 1)) {
                            case "IO" -> throw new IOException("as the test wants");
                            case "STATE" -> throw new IllegalStateException("as the test wants");
                            default -> throw new NoClassDefFoundError("as the test wants");
                        }
                    }
                }
            });
        }
    }

    /** What may fail. */
    private interface Call {
        void run() throws IOException;
    }

    private static final class Output extends ServletOutputStream {

        private final ServletOutputStream out;
        private final Call beforeListening;

        Output(ServletOutputStream out, Call beforeListening) {
            this.out = out;
            this.beforeListening = beforeListening;
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                beforeListening.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            out.setWriteListener(listener);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
