package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.FaultyServer;
import dev.flipswitch.fixtures.Handler;
import dev.flipswitch.fixtures.Request;
import dev.flipswitch.messages.ShownUrl;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of answers that are no stream. */
class SseClientAnswersTest extends SseClientFixture {

    /** Failure policy 8 and 24. */
    @Test
    void stopsAfter204UntilItIsAskedToReconnect() {
        server.enqueue("GET /events", exchange -> exchange.respond(204, ""));
        server.on("GET /events", Exchange::openEventStream);
        SseClient client = start(builder(recorder));
        await().atMost(LIMIT).until(() -> recorder.calls.contains("stopped"));
        await().during(SOON.multipliedBy(3))
                .atMost(LIMIT)
                .until(() -> server.requests().size() == 1);
        client.reconnect();
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        assertThat(recorder.calls).containsExactly("connecting", "stopped", "connecting", "open");
    }

    /** Failure policy 8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "Content-Length: 0",
                "Content-Length: 5",
                "Content-Type: text/event-stream"
            })
    void stopsAfter204WhateverItsHeadersPromise(String header) {
        server.on("GET /events", exchange -> exchange.openStream(204, header));
        start(builder(recorder));
        await().atMost(LIMIT).until(() -> recorder.calls.contains("stopped"));
        server.awaitStream("/events", LIMIT).awaitClosedByClient(LIMIT);
        assertThat(server.requests()).hasSize(1);
        assertThat(recorder.calls).containsExactly("connecting", "stopped");
    }

    /** Failure policy 9. */
    @ParameterizedTest
    @CsvSource({"?x=1, /events", "'', /again", "'a b\\c', '/a%20b/c'", "gr\u00fcn#d, /gr%C3%BCn", "../../c/./d, /c/d"})
    void followsRedirectsByTheUrlStandard(String location, String path) {
        if (location.isEmpty()) {
            server.enqueue("GET /again", exchange -> exchange.respond(307, "", "Location: " + location));
        }
        server.enqueue(
                "GET /events",
                exchange -> exchange.respond(307, "", "Location: " + (location.isEmpty() ? "/again" : location)));
        server.on("GET " + path, Exchange::openEventStream);
        start(builder(recorder));
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        assertThat(recorder.calls).containsExactly("connecting", "open");
    }

    /** Failure policy 9. */
    @Test
    void followsARedirectWithinTheOriginWithItsHeaders() {
        server.on("GET /events", exchange -> exchange.respond(307, "", "Location: /moved?a=b"));
        server.on("GET /moved", Exchange::openEventStream);
        start(builder(recorder).headers(Map.of("X-API-Key", "secret")));
        Request request = server.awaitRequest("/moved", LIMIT);
        assertThat(request.header("X-API-Key")).contains("secret");
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        assertThat(recorder.calls).containsExactly("connecting", "open");
    }

    /** Failure policy 9. */
    @Test
    void sendsItsHeadersToNoOtherOriginAndNotAfterItEither() {
        try (FaultyServer other = new FaultyServer()) {
            server.on("GET /events", exchange -> exchange.respond(302, "", "Location: " + other.uri("/other")));
            other.on("GET /other", exchange -> exchange.respond(302, "", "Location: " + server.uri("/back")));
            server.on("GET /back", Exchange::openEventStream);
            start(builder(recorder).headers(Map.of("X-API-Key", "secret")));
            assertThat(other.awaitRequest("/other", LIMIT).header("X-API-Key")).isEmpty();
            assertThat(server.awaitRequest("/back", LIMIT).header("X-API-Key")).isEmpty();
        }
    }

    /** Failure policy 9. */
    @Test
    void followsFiveRedirectsAndNoMore() {
        server.on("GET /events", exchange -> exchange.respond(301, "", "Location: /events"));
        start(builder(recorder).backoff(new Backoff(LIMIT, LIMIT)));
        awaitFailure("redirects more than 5 times");
        assertThat(server.requests()).hasSize(6);
    }

    /** Failure policy 9. */
    @Test
    void goesNowhereButToHttp() {
        server.on("GET /events", exchange -> exchange.respond(302, "", "Location: file:///etc/passwd"));
        start(builder(recorder));
        awaitFailure("no usable Location");
    }

    /** Failure policy 12. */
    @Test
    void refusesACompressedStream() {
        server.on("GET /events", exchange -> exchange.openEventStream("Content-Encoding: gzip"));
        start(builder(recorder));
        awaitFailure("content encoding 'gzip'");
        server.awaitStream("/events", LIMIT).awaitClosedByClient(LIMIT);
        assertThat(server.awaitRequest("/events", LIMIT).header("Accept-Encoding"))
                .isEmpty();
    }

    /** Failure policy 13. */
    @Test
    void waitsAsLongAsRetryAfterAsks() {
        server.on("GET /events", exchange -> exchange.respond(503, "", "Retry-After: 120"));
        start(builder(recorder));
        awaitFailure("status 503");
        assertThat(recorder.delays.get(0)).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(132));
    }

    /** Failure policy 6. */
    @Test
    void saysThatTheAnswerIsNoHttp() {
        server.on(
                "GET /events",
                exchange -> exchange.openRaw().send("no HTTP at all\r\n\r\n").close());
        start(builder(recorder));
        awaitFailure("breaks the rules of HTTP");
    }

    /** Failure policy 1, 2, 3, 4 and 6. */
    @Test
    void saysWhyThereIsNoConnection() {
        Throwable unresolved = new ConnectException().initCause(new UnresolvedAddressException());
        assertThat(FailureMessages.describe(new CompletionException(unresolved)))
                .contains("host name could not be resolved");
        assertThat(FailureMessages.describe(new CompletionException(new ConnectException())))
                .contains("refused");
        assertThat(FailureMessages.describe(new ProtocolException("Invalid status line: \"GET /?token=secret\"")))
                .isEqualTo("the answer breaks the rules of HTTP: Invalid status line: (not shown)");
        assertThat(FailureMessages.describe(new HttpConnectTimeoutException("x")))
                .contains("in time");
        assertThat(FailureMessages.describe(new SSLHandshakeException("PKIX\npath")))
                .contains("TLS failed: ");
    }

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(answer(exchange -> exchange.respond(500, "")), "status 500", false),
                Arguments.of(answer(exchange -> exchange.respond(401, "")), "status 401", false),
                Arguments.of(answer(exchange -> exchange.respond(404, "")), "status 404", true),
                Arguments.of(answer(exchange -> exchange.respond(204, "")), "status 204", false),
                Arguments.of(
                        answer(exchange -> exchange.respond(200, "hi", "Content-Type: text/html")),
                        "'text/html'",
                        true),
                Arguments.of(answer(exchange -> exchange.respond(302, "")), "no usable Location", true),
                Arguments.of(
                        answer(exchange ->
                                exchange.openRaw().send("SSH-2.0\r\n\r\n").close()),
                        "breaks the rules of HTTP",
                        true),
                Arguments.of(answer(exchange -> {}), "no answer within", true),
                Arguments.of(answer(exchange -> exchange.openEventStream().close()), "closed the stream", false),
                Arguments.of(answer(exchange -> exchange.openEventStream().reset()), "broke", false));
    }

    private static Handler answer(Handler handler) {
        return handler;
    }

    /** Failure policy 1 to 12 and 34. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("failures")
    void saysWhereItFailedAndWhichSettingMayBeWrong(Handler answer, String problem, boolean url) {
        server.on("GET /base/events", answer);
        URI uri = server.uri("/base/events");
        URI secretive = URI.create(uri.toString().replace("http://", "http://user:secret@") + "?token=secret");
        start(SseClient.builder(secretive, http, loop, recorder)
                .headersTimeout(problem.startsWith("no answer") ? SOON : LIMIT)
                .failuresSay(ShownUrl.of(secretive), "check the setting"));
        awaitFailure(uri + ": ");
        assertThat(recorder.failures.get(0).message())
                .contains(problem)
                .doesNotContain("secret")
                .satisfies(message ->
                        assertThat(message.endsWith("; check the setting")).isEqualTo(url));
    }

    /** Failure policy 2 and 9. */
    @Test
    void saysWhereARedirectLedToNobody() {
        FaultyServer gone = new FaultyServer();
        String nobody = gone.uri("").toString();
        gone.close();
        server.on("GET /events", exchange -> exchange.respond(302, "", "Location: " + nobody + "/secret?secret"));
        start(builder(recorder));
        awaitFailure(server.uri("/events") + ", which redirects to " + nobody
                + ": the connection was refused; check the URL");
    }
}
