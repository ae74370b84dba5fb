package dev.flipswitch.server.launcher;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with few threads and room for three answers, of a megabyte each. */
class AnswersTest {

    private static final int THREADS = 8;
    private static final int MEGABYTE = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Server server = new Server(new QueuedThreadPool(THREADS));
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Patience patience = new Patience(server.getScheduler(), PATIENCE);
        server.addBean(patience);
        server.setHandler(new Answers(new Megabytes(), patience, 3 * MEGABYTE));
        connector.setHost("localhost");
        connector.setAcceptedSendBufferSize(65_536);
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        server.stop();
    }

    @Test
    void answersWhoReadsHoweverManyDoNot() throws Exception {
        for (int i = 0; i < 5 * THREADS; i++) {
            ask(4_096);
        }

        assertThat(ask(MEGABYTE).getInputStream().readAllBytes()).hasSizeGreaterThan(MEGABYTE);
    }

    @Test
    void cutsOffWhoReadsSlowestWhereThereIsNoRoom() throws Exception {
        Socket slowest = ask(4_096);
        slowest.getInputStream().readNBytes(1_000);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isCutOff(slowest) && System.nanoTime() - end < 0) {
            ask(MEGABYTE).getInputStream().readNBytes(500_000);
        }

        assertThat(isCutOff(slowest)).isTrue();
    }

    @Test
    void cutsNobodyOffAsLongAsThereIsRoom() throws Exception {
        Socket first = ask(4_096);
        Socket second = ask(4_096);

        assertThat(second.getInputStream().readAllBytes()).hasSizeGreaterThan(MEGABYTE);
        assertThat(first.getInputStream().readAllBytes()).hasSizeGreaterThan(MEGABYTE);
    }

    private Socket ask(int receiveBuffer) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setReceiveBufferSize(receiveBuffer);
        client.setSoTimeout((int) LIMIT.toMillis());
        client.connect(new InetSocketAddress("localhost", connector.getLocalPort()));
        client.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
        return client;
    }

    /** Whether nobody takes what is sent any more. */
    private static boolean isCutOff(Socket client) {
        try {
            client.getOutputStream().write(' ');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Writes an answer of a megabyte as an application does: and waits for it. */
    private static final class Megabytes extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Content.Sink.write(response, true, ByteBuffer.allocate(MEGABYTE));
            callback.succeeded();
            return true;
        }
    }
}
