package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More clients than there are threads, which send or read slowly or not at all. */
class SlowClientsIT {

    /** The server has 200 threads. */
    private static final int CLIENTS = 250;

    private static final String BODY = "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    private static final String KEY = "X-API-Key: " + WarServer.DEVELOPMENT + "\r\n";
    private static final String EVALUATION = "POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nHost: localhost\r\n";

    private final List<Socket> clients = new ArrayList<>();
    private WarServer server;

    @TempDir
    Path data;

    private void start(int patienceMillis) throws Exception {
        server =
                WarServer.start(data, Map.of("flipswitch.server.slow-client-millis", Integer.toString(patienceMillis)));
    }

    @BeforeEach
    void reset() {
        clients.clear();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void answersOthersWhileNobodyReadsStaticFiles() throws Exception {
        start(600_000);
        String requests = "GET /dashboard/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(60);
        for (int i = 0; i < CLIENTS; i++) {
            send(requests);
        }

        assertOthersAreAnswered();
    }

    @Test
    void answersOthersWhileBodiesDoNotCome() throws Exception {
        start(600_000);
        for (int i = 0; i < CLIENTS; i++) {
            send(EVALUATION + KEY + BODY);
        }

        assertOthersAreAnswered();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EVALUATION + BODY,
                EVALUATION + "X-API-Key: wrong\r\n" + BODY,
                "PATCH /api/admin/projects/default/environments/production/flags/x HTTP/1.1\r\nHost: localhost\r\n"
                        + BODY
            })
    void doesNotWaitForABodyWithoutAValidSecret(String request) throws Exception {
        start(600_000);

        assertThat(read(send(request))).startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Half",
                "GE",
                "\r\n",
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nGET /"
            })
    void endsConnectionsWhoseHeadDoesNotCome(String half) throws Exception {
        start(300);

        assertThat(read(send(half))).isNotNull(); // to its end
    }

    @Test
    void refusesABodyThatTakesTooLong() throws Exception {
        start(300);

        assertThat(read(send(EVALUATION + KEY + BODY)))
                .startsWith("HTTP/1.1 408 ")
                .contains("X-Content-Type-Options: nosniff", "\"errorDetails\":\"The request took too long to come.\"");
    }

    @Test
    void takesABodyThatComesInPieces() throws Exception {
        start(600_000);
        Socket client = send(EVALUATION + KEY + "Content-Type: application/json\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
        assertOthersAreAnswered();
        client.getOutputStream().write("1\r\n}\r\n0\r\n\r\n".getBytes(ISO_8859_1));

        assertThat(read(client)).startsWith("HTTP/1.1 200 ").contains("\"flags\":[");
    }

    @Test
    void cutsOffWhoDoesNotReadItsAnswers() throws Exception {
        start(300);
        Socket client = send("GET /dashboard/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500));

        assertThat(endsWithin(client)).isTrue();
    }

    /** Requests of operators and evaluations. */
    private void assertOthersAreAnswered() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(server.send("GET", "health/live", "").statusCode()).isEqualTo(200);
            assertThat(server.send("GET", "health/ready", "").statusCode()).isEqualTo(200);
            assertThat(server.send("GET", "metrics", "", "Authorization", "Bearer " + WarServer.ADMIN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.admin(
                                    "PUT",
                                    "/default/flags/dark-mode",
                                    "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}")
                            .statusCode())
                    .isIn(200, 201);
            assertThat(server.evaluate("", "{}").statusCode()).isEqualTo(200);
        }
    }

    private Socket send(String text) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setReceiveBufferSize(4_096);
        client.setSoTimeout((int) LIMIT.toMillis());
        client.connect(new InetSocketAddress("localhost", server.uri("").getPort()));
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
        return client;
    }

    private static String read(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Whether the server ends the connection without being read from: what is written to it fails then. */
    private static boolean endsWithin(Socket client) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                client.getOutputStream().write(' ');
            } catch (IOException e) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
