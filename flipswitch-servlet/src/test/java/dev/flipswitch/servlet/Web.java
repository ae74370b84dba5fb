package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.fixtures.Request;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A web application on Jetty with the filter and the listener, mapped as the web fragment maps them. */
final class Web {
    final FakeFlagServer flagServer = new FakeFlagServer();
    final QueuedThreadPool pool = new QueuedThreadPool(16, 4);
    final Map<String, Page> pages = new ConcurrentHashMap<>();
    final ServletContextHandler context = new ServletContextHandler("/app");

    private final Server jetty = new Server(pool);
    private final ServerConnector connector = new ServerConnector(jetty, 1, 1);
    private final HttpClient http = HttpClient.newHttpClient();

    /** What a servlet answers at a path. */
    interface Page {
        void serve(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    private static final class PageServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, Page> pages;

        PageServlet(Map<String, Page> pages) {
            this.pages = pages;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            Object included = request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH);
            Page page = pages.get(included instanceof String path ? path : request.getServletPath());
            try {
                if (page == null) {
                    response.getWriter().write("nothing at " + request.getServletPath());
                } else {
                    page.serve(request, response);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    Web set(String name, String value) {
        context.setInitParameter("flipswitch.servlet." + name, value);
        return this;
    }

    /** Lets Jetty take paths that it refuses by default. */
    void lenient() {
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setUriCompliance(UriCompliance.UNSAFE);
        context.getServletHandler().setDecodeAmbiguousURIs(true);
    }

    /** Lets connections hold little, so that one which nobody reads from is soon full. */
    void narrow() {
        connector.setAcceptedSendBufferSize(4096);
    }

    /** How many are open. */
    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Adds a filter before ours. */
    Web before(Filter filter) {
        context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
        return this;
    }

    /** Stands for the container's authentication: the parameter {@code user} names the principal. */
    void authenticate() {
        before((request, response, chain) -> {
            String user = request.getParameter("user");
            chain.doFilter(
                    user == null
                            ? request
                            : new HttpServletRequestWrapper((HttpServletRequest) request) {
                                @Override
                                public Principal getUserPrincipal() {
                                    return () -> user;
                                }
                            },
                    response);
        });
    }

    Web page(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    /** Makes the flag server say that there is no such flag. */
    void unknown(String encodedKey) {
        flagServer.answer(encodedKey, 404, "{\"key\":\"k\",\"errorCode\":\"FLAG_NOT_FOUND\"}");
    }

    /** The application's own client. */
    static Client client() {
        return OpenFeatureAPI.getInstance().getClient(FlipswitchProvider.DEFAULT_DOMAIN);
    }

    /** What the flag server was asked a flag for, as it was sent. */
    List<String> contexts(String flag) {
        return flagServer.http().requests().stream()
                .filter(request -> request.path().endsWith("/" + flag))
                .map(Request::bodyText)
                .toList();
    }

    /** The last thing that the flag server was sent. */
    String lastQuestion() {
        List<Request> requests = flagServer.http().requests();
        return requests.get(requests.size() - 1).bodyText();
    }

    Web start() throws Exception {
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.builder("key")
                                .baseUrl(flagServer.baseUrl())
                                .initTimeout(LIMIT) // a busy machine takes its time
                                .evaluationTimeout(LIMIT)
                                .build());
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        FilterHolder filter = new FilterHolder(new FlipswitchFilter());
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        context.addEventListener(new FlipswitchListener());
        ServletHolder servlet = new ServletHolder(new PageServlet(pages));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/");
        jetty.setHandler(context);
        jetty.start();
        return this;
    }

    /** The same, and waits until the provider has its stream, when it asks again for what was asked for before. */
    void startConnected() throws Exception {
        start();
        flagServer.awaitClient(LIMIT);
        await().atMost(LIMIT).until(Web::isConnected);
    }

    private static boolean isConnected() {
        return OpenFeatureAPI.getInstance().getProvider(FlipswitchProvider.DEFAULT_DOMAIN)
                        instanceof FlipswitchProvider provider
                && provider.getSseStatus() == SseStatus.CONNECTED;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/app" + path);
    }

    String get(String path) throws Exception {
        return answer(path).body();
    }

    HttpResponse<String> answer(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a target as it stands, which no client library would; returns the whole answer. */
    String raw(String target, String... headers) throws Exception {
        try (Socket socket = connect()) {
            String head = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + String.join(
                            "",
                            java.util.Arrays.stream(headers)
                                    .map(header -> header + "\r\n")
                                    .toList());
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** Sends a request, and another one on the same connection when the head of the first answer is there. */
    void onOneConnection(String first, String second) throws Exception {
        try (Socket socket = connect()) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(head(first, "keep-alive"));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream().write(head(second, "close"));
            socket.getInputStream().readAllBytes();
        }
    }

    /** Sends a request and leaves its answer under way. */
    static String firstLine(Socket socket, String path, String header) throws Exception {
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.getOutputStream().write(head(path + " HTTP/1.1\r\n" + header, "keep-alive"));
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private static byte[] head(String targetAndHeader, String connection) {
        return ("GET /app" + targetAndHeader + "\r\nHost: localhost\r\nConnection: " + connection + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    }

    void stop() throws Exception {
        jetty.stop();
    }

    /** Fails if the application leaves a thread. */
    void close() throws Exception {
        stop();
        await().atMost(LIMIT).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("flipswitch-pages") && thread.isAlive()));
        OpenFeatureAPI.getInstance().shutdown();
        flagServer.close();
    }
}
