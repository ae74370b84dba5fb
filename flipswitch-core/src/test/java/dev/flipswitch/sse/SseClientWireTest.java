package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.ResponseStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong before there is an answer, or within its head. */
class SseClientWireTest extends SseClientFixture {
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

    /** Failure policy 1. */
    @Test
    void saysThatANameCannotBeResolved() {
        start(SseClient.builder(URI.create("http://flags.invalid/events"), http, loop, recorder)
                .headersTimeout(Duration.ofMinutes(1))
                .backoff(new Backoff(SOON, SOON)));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.failures)
                .extracting(SseFailure::message)
                .contains("http://flags.invalid/events: the host name could not be resolved; check the URL"));
    }

    /** Failure policy 3. */
    @Test
    @Timeout(120)
    void givesUpAConnectionThatIsNotMadeInTime() throws IOException {
        HttpClient given =
                HttpClient.newBuilder().connectTimeout(Duration.ofMillis(300)).build();
        try (Deaf deaf = new Deaf()) {
            start(SseClient.builder(deaf.uri(), given, loop, recorder).backoff(new Backoff(SOON, SOON)));
            awaitFailure("the connection could not be made in time");
            await().atMost(LIMIT).until(() -> recorder.failures.size() >= 2);
        }
    }

    /** Failure policy 23: the JDK's client lets go of a socket that is connecting only when its time is up. */
    @Test
    @Timeout(120)
    void attemptsNothingMoreAfterACloseWhileItConnects() throws IOException {
        HttpClient given =
                HttpClient.newBuilder().connectTimeout(Duration.ofMillis(800)).build();
        try (Deaf deaf = new Deaf()) {
            SseClient client = start(SseClient.builder(deaf.uri(), given, loop, recorder));
            await().during(SOON.multipliedBy(2)).atMost(LIMIT).until(() -> recorder.calls.contains("connecting"));
            client.close();
            deaf.assertThatNobodyElseConnects();
        }
    }

    /** Failure policy 5. */
    @Test
    void givesUpHeadersThatTrickle() {
        server.on("GET /events", exchange -> {
            ResponseStream answer =
                    exchange.openRaw().send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX: ");
            answer.trickle("x".repeat(1000), SOON.dividedBy(5));
        });
        start(builder(recorder).backoff(LONG).headersTimeout(Duration.ofSeconds(1)));
        awaitFailure("no answer within 1000 ms");
        server.awaitStream("/events", LIMIT).awaitClosedByClient(LIMIT);
    }

    /** Failure policy 30. */
    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 200_000_000})
    void takesHugeOrEndlessHeadersForAnError(int bytes) {
        server.enqueue("GET /events", exchange -> {
            ResponseStream answer = exchange.openRaw();
            answer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
            answer.sendEndlessly("X-Header: " + "x".repeat(1000) + "\r\n", bytes);
            answer.sendEndlessly("\r\n", 2);
        });
        start(builder(recorder).backoff(LONG));
        awaitFailure("the answer breaks the rules of HTTP");
        assertThat(recorder.calls).containsExactly("connecting", "failed");
    }

    /** Failure policy 31. */
    @ParameterizedTest
    @ValueSource(strings = {"100 Continue\r\n", "103 Early Hints\r\nLink: </style.css>; rel=preload\r\n"})
    void ignoresWhatComesBeforeTheAnswer(String informational) {
        server.on("GET /events", exchange -> exchange.openRaw()
                .send("HTTP/1.1 " + informational + "\r\n")
                .send("HTTP/1.1 " + informational + "\r\n")
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n"));
        start(builder(recorder));
        await().atMost(LIMIT).until(() -> recorder.events.size() == 1 || !recorder.failures.isEmpty());
        assertThat(recorder.failures).isEmpty();
        assertThat(recorder.calls).containsExactly("connecting", "open");
    }

    /** A port on which the kernel takes no further connection. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new ArrayList<>();

        Deaf() throws IOException {
            while (connects()) {
                assertThat(taken).as("connections that nobody accepts").hasSizeLessThan(100);
            }
        }

        private boolean connects() throws IOException {
            Socket next = new Socket();
            try {
                next.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()), 300);
                return taken.add(next);
            } catch (SocketTimeoutException e) {
                next.close();
                return false;
            }
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/events");
        }

        /** Takes those who wait, and listens for as long as a socket that still exists takes to try again: a second. */
        void assertThatNobodyElseConnects() throws IOException {
            List<Integer> known = taken.stream().map(Socket::getLocalPort).toList();
            listening.setSoTimeout(2_000);
            try {
                while (true) {
                    try (Socket connection = listening.accept()) {
                        assertThat(known).contains(connection.getPort());
                    }
                }
            } catch (SocketTimeoutException e) {
                // as it should be
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : taken) {
                socket.close();
            }
            listening.close();
        }
    }
}
