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
import java.util.Set;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room for two long bodies of each key, and for four of all keys together. */
class BodiesTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int PROBE = 10_000;
    private static final String ADMINISTRATORS = "";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Patience patience = new Patience(server.getScheduler(), Duration.ofMinutes(10));
        server.addBean(patience);
        server.setHandler(
                new Bodies(new Lengths(), patience, key -> key.equals("admin") ? ADMINISTRATORS : key, 32 * MEGABYTE));
        server.setErrorHandler(new EarlyErrors("/", Set.of()));
        connector.setHost("localhost");
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
    void boundsTheBodiesOfEachKey() throws Exception {
        awaitRefusal("one", "one");

        assertThat(answer("two", MEGABYTE)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void boundsTheBodiesOfAllKeysAndKeepsAShareForAdministrators() throws Exception {
        awaitRefusal("three", "one", "two");

        assertThat(answer("admin", MEGABYTE)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void givesBackWhatABodyHeld() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(answer("key-" + i, MEGABYTE)).startsWith("HTTP/1.1 200 ");
        }
        awaitRefusal("three", "one", "two");

        for (Socket client : clients) {
            client.close();
        }

        await().atMost(LIMIT).until(() -> answer("three", PROBE).startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
    void refusesALongBodyAtItsHead(String more) throws Exception {
        String answer = answerToHead("X-API-Key: one\r\nContent-Length: 1048577\r\n" + more);

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\r\nConnection: close\r\n");
    }

    @Test
    void asksForABodyThatIsNotTooLong() throws Exception {
        try (Socket client =
                head("X-API-Key: one\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n")) {
            assertThat(new String(client.getInputStream().readNBytes(25), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.getOutputStream().write("{}".getBytes(ISO_8859_1));
            assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n",
                "Content-Length: 2000000\r\n",
                "Content-Length: 100\r\nExpect: 100-continue\r\n",
                "Transfer-Encoding: chunked\r\n"
            })
    void announcesTheEndOfAConnectionWhoseBodyNobodyReads(String headers) throws Exception {
        assertThat(answerToHead(headers)).startsWith("HTTP/1.1 401 ").contains("\r\nConnection: close\r\n");
    }

    private String answerToHead(String headers) throws IOException {
        try (Socket client = head(headers)) {
            return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private Socket head(String headers) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setSoTimeout((int) LIMIT.toMillis());
        client.connect(new InetSocketAddress("localhost", connector.getLocalPort()));
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
        client.getOutputStream().write(head.getBytes(ISO_8859_1));
        return client;
    }

    /** Sends bodies of some keys but for their last bytes, until there is no room for one of another key. */
    private void awaitRefusal(String refused, String... keys) {
        await().atMost(LIMIT).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            for (String key : keys) {
                send(key, MEGABYTE, MEGABYTE - 1);
            }
            String answer = answer(refused, PROBE);
            return answer.startsWith("HTTP/1.1 503 ") && answer.contains("\r\nRetry-After: 1\r\n");
        });
    }

    private String answer(String key, int length) throws IOException {
        try (Socket client = send(key, length, length)) {
            return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private Socket send(String key, int length, int sent) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setSoTimeout((int) LIMIT.toMillis());
        client.connect(new InetSocketAddress("localhost", connector.getLocalPort()));
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-API-Key: " + key
                + "\r\nContent-Length: " + length + "\r\n\r\n";
        client.getOutputStream().write((head + " ".repeat(sent)).getBytes(ISO_8859_1));
        return client;
    }

    /** Answers when it has read the body. */
    private static final class Lengths extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            response.setStatus(request.getHeaders().contains("X-API-Key") ? 200 : 401);
            if (response.getStatus() == 200) {
                Content.Source.consumeAll(request);
            }
            response.write(true, null, callback);
            return true;
        }
    }
}
