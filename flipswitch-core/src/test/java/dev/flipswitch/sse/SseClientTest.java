package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.Handler;
import dev.flipswitch.fixtures.Request;
import dev.flipswitch.fixtures.ResponseStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against a server that does everything wrong. WHATWG HTML, section 9.2.3, processing model. */
class SseClientTest extends SseClientFixture {

    @Test
    void readsEventsThatTheNetworkHasCutUp() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        stream.trickle("id: 1\ndata: gr\u00fc\u00dfe\n\n", Duration.ofMillis(1));
        stream.send("data: b\n\ndata: c\n\n");
        await().atMost(LIMIT).until(() -> recorder.events.size() == 3);
        assertThat(recorder.events).extracting(SseEvent::data).containsExactly("gr\u00fc\u00dfe", "b", "c");
        assertThat(recorder.calls).containsExactly("connecting", "open");
    }

    @Test
    void asksForAnEventStreamWithItsHeaders() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder).headers(Map.of("X-API-Key", "secret")));
        Request request = server.awaitRequest("/events", LIMIT);
        assertThat(request.header("Accept")).contains("text/event-stream");
        assertThat(request.header("X-API-Key")).contains("secret");
        assertThat(request.header("Last-Event-ID")).isEmpty();
    }

    /** Failure policy 15. */
    @Test
    void reconnectsAfterTheServerClosesTheStreamAndSendsTheLastEventId() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder));
        server.awaitRequest("/events", LIMIT);
        server.awaitStream("/events", LIMIT).send("id: 42\ndata: a\n\n").close();
        assertThat(server.awaitRequest("/events", LIMIT).header("Last-Event-ID"))
                .contains("42");
        awaitFailure("the server closed the stream");
        await().atMost(LIMIT).until(() -> recorder.calls.size() == 5);
        assertThat(recorder.calls).containsExactly("connecting", "open", "lost", "connecting", "open");
    }

    /** Failure policy 16. */
    @Test
    void reconnectsAfterAReset() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder));
        server.awaitStream("/events", LIMIT).send("data: half").reset();
        server.awaitStream("/events", LIMIT).send("data: whole\n\n");
        await().atMost(LIMIT).until(() -> !recorder.events.isEmpty());
        assertThat(recorder.events).extracting(SseEvent::data).containsExactly("whole");
        awaitFailure("the connection broke: Connection reset");
    }

    /** Failure policy 15. */
    @Test
    void sendsTheIdOfABlockWithoutDataAndOfAnOversizedEvent() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder).maxEventSize(100));
        String big = "data: " + "x".repeat(200_000);
        server.awaitRequest("/events", LIMIT);
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        for (String block : List.of("id: 9\n\n", "id: 9\n" + big + "\n\n", big + "\nid: 9\n\n")) {
            stream.send("id: 8\ndata: a\n\n" + block).close();
            assertThat(server.awaitRequest("/events", LIMIT).header("Last-Event-ID"))
                    .contains("9");
            stream = server.awaitStream("/events", LIMIT);
        }
    }

    /** Failure policy 20. */
    @Test
    void sendsNoIdThatCannotGoIntoAHeader() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder));
        server.awaitRequest("/events", LIMIT);
        server.awaitStream("/events", LIMIT).send("id: \u00fc 1\ndata: a\n\n").close();
        assertThat(server.awaitRequest("/events", LIMIT).header("Last-Event-ID"))
                .isEmpty();
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                Arguments.of((Handler) e -> e.respond(404, "{}"), "status 404"),
                Arguments.of((Handler) e -> e.respond(403, ""), "status 403"),
                Arguments.of((Handler) e -> e.respond(500, "x".repeat(100_000)), "status 500"),
                Arguments.of((Handler) e -> e.respond(401, "{}"), "status 401"),
                Arguments.of((Handler) e -> e.respond(302, ""), "no usable Location"),
                Arguments.of(
                        (Handler) e -> e.respond(200, "<html>", "Content-Type: text/html"), "content type 'text/html'"),
                Arguments.of((Handler) e -> e.respond(200, ""), "content type"),
                Arguments.of(
                        (Handler)
                                e -> e.openRaw().send("no HTTP at all\r\n\r\n").close(),
                        "breaks the rules of HTTP"),
                Arguments.of(
                        (Handler) e ->
                                e.openRaw().send("HTTP/1.1 200 OK\r\nContent-").close(),
                        "connection"),
                Arguments.of(
                        (Handler) e -> e.openStream(503, "Content-Type: text/plain")
                                .sendEndlessly("x".repeat(1000), 50_000_000),
                        "status 503"));
    }

    /** Failure policy 6, 9, 10 and 11. */
    @ParameterizedTest
    @MethodSource("badAnswers")
    void saysWhatWasWrongWithAnAnswerAndTriesAgain(Handler answer, String message) {
        server.enqueue("GET /events", answer);
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder));
        awaitFailure(message);
        assertThat(recorder.calls.subList(0, 2)).containsExactly("connecting", "failed");
        boolean refused = recorder.failures.get(0).isRefusal();
        if (!refused) {
            await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        }
        await().atMost(LIMIT).until(() -> server.openConnections() == (refused ? 0 : 1));
    }

    /** Failure policy 7. */
    @Test
    void asksARefusingServerAgainOnlyAfterHalfAMinuteOrMore() {
        server.on("GET /events", exchange -> exchange.respond(403, "{}"));
        start(builder(recorder));
        awaitFailure("status 403");
        assertThat(recorder.delays.get(0)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    @Test
    void takesTheContentTypeWithACharsetInAnyCase() {
        server.on(
                "GET /events", exchange -> exchange.openStream(200, "content-type: Text/Event-Stream; charset=UTF-8"));
        start(builder(recorder));
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
    }

    /** Failure policy 5. */
    @Test
    void givesUpOnAServerThatDoesNotAnswer() {
        server.on("GET /events", exchange -> {});
        start(builder(recorder).headersTimeout(Duration.ofMillis(200)));
        awaitFailure("no answer within 200 ms");
        server.awaitStream("/events", LIMIT).awaitClosedByClient(LIMIT);
    }

    /** Failure policy 17. */
    @Test
    void takesASilentStreamForDead() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder).silenceTimeout(Duration.ofMillis(300)));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        awaitFailure("silent");
        stream.awaitClosedByClient(LIMIT);
        await().atMost(LIMIT).until(() -> recorder.calls.lastIndexOf("open") > 1);
    }

    /** Failure policy 17. */
    @Test
    void takesAnyByteForASignOfLife() {
        server.on("GET /events", Exchange::openEventStream);
        AtomicLong now = new AtomicLong();
        AtomicLong heard = new AtomicLong(-1);
        start(builder(recorder).silenceTimeout(SOON).ticker(now::get).onBytes(() -> heard.set(now.get())));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        for (int comment = 1; comment <= 3; comment++) {
            now.addAndGet(SOON.dividedBy(2).toNanos());
            stream.send(":");
            await().atMost(LIMIT).until(() -> heard.get() == now.get());
        }
        await().during(SOON.multipliedBy(3)).atMost(LIMIT).until(recorder.failures::isEmpty);
    }

    /** Failure policy 2. */
    @Test
    void reportsAPortThatNobodyListensOn() {
        server.stop();
        start(builder(recorder));
        awaitFailure("refused");
        server.on("GET /events", Exchange::openEventStream);
        server.start();
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
    }

    /** Failure policy 22. */
    @Test
    void goesOnAfterAListenerThatThrows() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(event -> {
            recorder.onEvent(event);
            throw new IllegalStateException("a listener that fails must not end the stream");
        }));
        server.awaitStream("/events", LIMIT).send("data: a\n\ndata: b\n\n");
        await().atMost(LIMIT).until(() -> recorder.events.size() == 2);
    }

    /** Failure policy 23. */
    @Test
    void closesTheSocketAndAttemptsNothingMore() {
        server.on("GET /events", Exchange::openEventStream);
        SseClient client = start(builder(recorder));
        ResponseStream stream = server.awaitStream("/events", LIMIT);
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        client.close();
        client.close();
        stream.awaitClosedByClient(LIMIT);
        await().atMost(LIMIT).until(() -> server.openConnections() == 0);
        await().during(SOON.multipliedBy(3)).atMost(LIMIT).until(() -> recorder.calls.size() == 2);
    }

    @Test
    void ignoresACloseAfterItsLoopHasEnded() {
        SseClient client = builder(recorder).build();
        loop.shutdown();
        client.start();
        client.close();
        assertThat(recorder.calls).isEmpty();
    }

    @Test
    void showsNeitherItsUrlNorItsHeaders() {
        SseClient client = SseClient.builder(URI.create("http://127.0.0.1/?token=secret"), http, loop, recorder)
                .headers(Map.of("X-API-Key", "secret"))
                .build();
        assertThat(client.toString()).doesNotContain("secret");
    }

    @Test
    void refusesTimeoutsThatAreNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder(recorder).silenceTimeout(Duration.ZERO))
                .withMessageContaining("silenceTimeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder(recorder).headersTimeout(Duration.ofSeconds(-1)))
                .withMessageContaining("headersTimeout");
    }
}
