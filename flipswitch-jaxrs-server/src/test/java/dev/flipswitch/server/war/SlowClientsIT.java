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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

    private static WarServer patient;
    private static WarServer hasty;

    private final List<Socket> clients = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        patient = start(data.resolve("patient"), 600_000);
        hasty = start(data.resolve("hasty"), 300);
    }

    private static WarServer start(Path data, int patienceMillis) throws Exception {
        return WarServer.start(data, Map.of("flipswitch.server.slow-client-millis", Integer.toString(patienceMillis)));
    }

    @AfterAll
    static void stop() throws Exception {
        patient.close();
        hasty.close();
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void answersOthersWhileNobodyReadsStaticFiles() throws Exception {
        String requests = "GET /dashboard/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(60);
        for (int i = 0; i < CLIENTS; i++) {
            send(patient, requests);
        }

        assertOthersAreAnswered();
    }

    @Test
    void answersOthersWhileBodiesDoNotCome() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            send(patient, EVALUATION + KEY + BODY);
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
        assertThat(read(send(patient, request))).startsWith("HTTP/1.1 401 ");
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
        assertThat(read(send(hasty, half))).isNotNull(); // to its end
    }

    @Test
    void refusesABodyThatTakesTooLong() throws Exception {
        assertThat(read(send(hasty, EVALUATION + KEY + BODY)))
                .startsWith("HTTP/1.1 408 ")
                .contains("X-Content-Type-Options: nosniff", "\"errorDetails\":\"The request took too long to come.\"");
    }

    @Test
    void takesABodyThatComesInPieces() throws Exception {
        Socket client = send(
                patient,
                EVALUATION + KEY + "Content-Type: application/json\r\nConnection: close\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
        assertOthersAreAnswered();
        client.getOutputStream().write("1\r\n}\r\n0\r\n\r\n".getBytes(ISO_8859_1));

        assertThat(read(client)).startsWith("HTTP/1.1 200 ").contains("\"flags\":[");
    }

    @Test
    void cutsOffWhoDoesNotReadItsAnswers() throws Exception {
        Socket client = send(hasty, "GET /dashboard/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500));

        assertThat(endsWithin(client)).isTrue();
    }

    /** Requests of operators and evaluations. */
    private static void assertOthersAreAnswered() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(patient.send("GET", "health/live", "").statusCode()).isEqualTo(200);
            assertThat(patient.send("GET", "health/ready", "").statusCode()).isEqualTo(200);
            assertThat(patient.send("GET", "metrics", "", "Authorization", "Bearer " + WarServer.ADMIN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(patient.admin(
                                    "PUT",
                                    "/default/flags/dark-mode",
                                    "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}")
                            .statusCode())
                    .isIn(200, 201);
            assertThat(patient.evaluate("", "{}").statusCode()).isEqualTo(200);
        }
    }

    private Socket send(WarServer server, String text) throws IOException {
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
