package dev.flipswitch.server.launcher;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that may have two connections. */
class ConnectionsTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final Server server = new Server();
    private final Patience patience = new Patience(server.getScheduler(), Duration.ofMinutes(10));
    private final Connections connections = new Connections(patience, 2, LIMIT);
    private final AcceptingConnector connector =
            new AcceptingConnector(server, HeadConnection.factory(new HttpConfiguration(), patience), connections);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final CountDownLatch mayRead = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(2);
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                asked.countDown();
                mayAnswer.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                response.write(true, null, callback);
                return true;
            }
        });
        connector.setHost("localhost");
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        mayAnswer.countDown();
        mayRead.countDown();
        for (Socket client : clients) {
            client.close();
        }
        server.stop();
    }

    @Test
    void closesTheOneThatWaitsLongest() throws Exception {
        Socket first = connect(1);
        Socket second = connect(2);
        Socket third = connect(2);

        assertThat(first.getInputStream().read()).isEqualTo(-1);
        mayAnswer.countDown();
        send(second);
        send(third);
        assertThat(answer(second)).startsWith("HTTP/1.1 200");
        assertThat(answer(third)).startsWith("HTTP/1.1 200");
    }

    @Test
    void closesNoneThatHasSentWhatNobodyHasReadSoFar() throws Exception {
        Socket first = connect(1);
        Socket second = connect(2);
        stopReading();
        send(first);
        await().atMost(LIMIT)
                .until(() -> connector.getConnectedEndPoints().stream()
                                .filter(ConnectionsTest::isIdle)
                                .count()
                        == 1);

        assertThat(connections.makeRoom()).isTrue();
        assertThat(connections.makeRoom()).isFalse();

        assertThat(second.getInputStream().read()).isEqualTo(-1);
        mayRead.countDown();
        mayAnswer.countDown();
        assertThat(answer(first)).startsWith("HTTP/1.1 200");
    }

    @Test
    void letsANewOneWaitWhereAllAreInUse() throws Exception {
        Socket first = connect(1);
        Socket second = connect(2);
        send(first);
        send(second);
        assertThat(asked.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        Socket third = open();
        send(third);

        mayAnswer.countDown();

        assertThat(answer(first)).startsWith("HTTP/1.1 200");
        assertThat(answer(second)).startsWith("HTTP/1.1 200");
        assertThat(answer(third)).startsWith("HTTP/1.1 200");
    }

    /** Nobody looks what has come until {@link #mayRead}. */
    private void stopReading() throws InterruptedException {
        var selectors = connector.getSelectorManager().getBeans(ManagedSelector.class);
        CountDownLatch stopped = new CountDownLatch(selectors.size());
        for (ManagedSelector selector : selectors) {
            selector.submit(ignored -> {
                stopped.countDown();
                awaitMayRead();
            });
        }
        assertThat(stopped.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    private void awaitMayRead() {
        try {
            mayRead.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A client of which the server awaits a request, as of so many in all. */
    private Socket connect(int idle) throws IOException {
        Socket client = open();
        await().atMost(LIMIT)
                .until(() -> connector.getConnectedEndPoints().stream()
                                .filter(ConnectionsTest::isIdle)
                                .count()
                        == idle);
        return client;
    }

    private static boolean isIdle(EndPoint endPoint) {
        return endPoint.getConnection() instanceof HeadConnection connection && connection.isIdle();
    }

    private Socket open() throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.connect(new InetSocketAddress("localhost", connector.getLocalPort()), (int) LIMIT.toMillis());
        client.setSoTimeout((int) LIMIT.toMillis());
        return client;
    }

    private static void send(Socket client) throws IOException {
        client.getOutputStream().write(REQUEST.getBytes(ISO_8859_1));
    }

    private static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
