package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.FaultyServer;
import dev.flipswitch.fixtures.SelfSigned;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client and TLS that works, that fails, and that never gets anywhere. */
class SseClientTlsTest extends SseClientFixture {
    private static SSLContext tls;
    private static SSLContext othersTls;

    @BeforeAll
    static void makeCertificates(@TempDir Path ours, @TempDir Path others)
            throws IOException, GeneralSecurityException {
        tls = new SelfSigned(ours, "IP:127.0.0.1").context();
        othersTls = new SelfSigned(others, "DNS:flags.invalid").context();
    }

    private SseClient start(HttpClient given, URI uri) {
        return start(SseClient.builder(uri, given, loop, recorder)
                .listenerExecutor(Runnable::run)
                .headers(Map.of("X-API-Key", "secret"))
                .backoff(new Backoff(SOON, SOON)));
    }

    private static HttpClient trusting(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void aGivenContextReachesThrough() {
        try (FaultyServer secure = new FaultyServer(tls)) {
            secure.on("GET /events", Exchange::openEventStream);
            start(trusting(tls), secure.uri("/events"));
            secure.awaitStream("/events", LIMIT).send("data: a\n\n");
            await().atMost(LIMIT).until(() -> recorder.events.size() == 1);
        }
    }

    /** Failure policy 4. */
    @Test
    void aCertificateThatNobodyTrustsIsNamedAsTheReason() {
        try (FaultyServer secure = new FaultyServer(tls)) {
            start(http, secure.uri("/events"));
            awaitFailure("TLS failed: its certificate is of an authority that this JVM does not trust");
            await().atMost(LIMIT).until(() -> recorder.failures.size() >= 2);
            await().atMost(LIMIT).until(() -> secure.openConnections() <= 1);
            assertThat(secure.requests()).isEmpty();
        }
    }

    /** Failure policy 4. */
    @Test
    void aCertificateForAnotherNameIsNamedAsTheReason() {
        try (FaultyServer secure = new FaultyServer(othersTls)) {
            start(trusting(othersTls), secure.uri("/events"));
            awaitFailure("TLS failed: its certificate is not for this host name");
            assertThat(secure.requests()).isEmpty();
        }
    }

    /** Failure policy 4. */
    @Test
    void aServerWithoutTlsIsNamedAsTheReason() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            start(http, URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/events"));
            for (int attempt = 1; attempt <= 2; attempt++) {
                try (Socket connection = plain.accept()) {
                    connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    awaitClosed(connection);
                }
            }
            awaitFailure("/events: TLS failed: it may not speak TLS there");
            assertThat(recorder.failures.get(0).message()).endsWith("; check the URL");
        }
    }

    /** Failure policy 5 and 23. */
    @Test
    @Timeout(120)
    void aHandshakeThatNeverEndsIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SseClient client = start(SseClient.builder(
                            URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/events"), http, loop, recorder)
                    .headersTimeout(SOON.multipliedBy(5))
                    .backoff(new Backoff(SOON, SOON)));
            try (Socket connection = silent.accept()) {
                awaitClosed(connection); // the limit has passed
            }
            awaitFailure("no answer within 500 ms");
            try (Socket connection = silent.accept()) {
                client.close();
                awaitClosed(connection);
            }
        }
    }

    /** Failure policy 9. */
    @Test
    void neverFollowsFromHttpsToHttp() {
        try (FaultyServer secure = new FaultyServer(tls)) {
            secure.on("GET /events", exchange -> exchange.respond(307, "", "Location: " + server.uri("/events")));
            start(trusting(tls), secure.uri("/events"));
            awaitFailure("redirects from https to http");
            assertThat(server.requests()).isEmpty();
        }
    }

    /** Failure policy 9. */
    @Test
    void followsFromHttpToHttpsWithoutItsHeaders() {
        try (FaultyServer secure = new FaultyServer(tls)) {
            secure.on("GET /events", Exchange::openEventStream);
            server.on("GET /events", exchange -> exchange.respond(301, "", "Location: " + secure.uri("/events")));
            start(trusting(tls), server.uri("/events"));
            assertThat(secure.awaitRequest("/events", LIMIT).header("X-API-Key"))
                    .isEmpty();
            await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        }
    }

    /** Reads to the end; the socket's own limit ends a wait that is in vain. */
    private static void awaitClosed(Socket connection) throws IOException {
        connection.setSoTimeout((int) LIMIT.toMillis());
        try {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The client did not close the connection", e);
        } catch (SocketException e) {
            // reset, which is closed too
        }
    }
}
