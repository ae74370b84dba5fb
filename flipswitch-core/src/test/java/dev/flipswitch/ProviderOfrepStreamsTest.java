package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.FaultyServer;
import dev.flipswitch.fixtures.Request;
import dev.flipswitch.fixtures.ResponseStream;
import dev.flipswitch.messages.LogCapture;
import dev.flipswitch.sse.SseStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that has no Flipswitch stream, but OFREP's. OFREP ADR 0008. */
class ProviderOfrepStreamsTest extends ProviderFixture {
    private static final String STREAM = "/streams/main";
    private static final String OFFER =
            "{\"type\":\"sse\",\"endpoint\":{\"requestUri\":\"" + STREAM + "?token=secret-token\"}}";
    private static final String REFETCH =
            "event: anything\nid: 1\ndata: {\"type\":\"refetchEvaluation\",\"etag\":\"a b\",\"lastModified\":1771622898}\n\n";

    private final List<List<String>> changes = new CopyOnWriteArrayList<>(); // as OpenFeature is told

    @BeforeEach
    void offerNoFlipswitchStream() {
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(404, "{}"));
        server.http().on("GET " + STREAM, Exchange::openEventStream);
        offer(OFFER);
        client.onProviderConfigurationChanged(event -> changes.add(event.getFlagsChanged()));
    }

    private void offer(String... streams) {
        server.http()
                .on(
                        "POST " + EVALUATION,
                        exchange -> exchange.respond(
                                200,
                                "{\"flags\":[],\"eventStreams\":[" + String.join(",", streams) + "]}",
                                "ETag: \"e\""));
    }

    private ResponseStream awaitStream() {
        return server.http().awaitStream(STREAM, LIMIT);
    }

    /** The next request for all flags after those that have been taken. */
    private Request nextBulkRequest() {
        return server.http().awaitRequest(EVALUATION, LIMIT);
    }

    /** Failure policy 49. */
    @Test
    void fetchesAnewWhenTheStreamSaysSo() {
        server.set("dark-mode", "false");
        connect();
        assertThat(darkMode()).isFalse();
        nextBulkRequest();
        server.set("dark-mode", "true");

        awaitStream().send(REFETCH);

        await().atMost(LIMIT).until(() -> !changes.isEmpty());
        assertThat(darkMode()).isTrue();
        Request fetch = nextBulkRequest();
        assertThat(fetch.query()).isEqualTo("flagConfigEtag=a%20b&flagConfigLastModified=1771622898");
        assertThat(server.http().awaitRequest(STREAM, LIMIT).header("X-API-Key"))
                .as("the server's own origin")
                .contains("secret-key");
    }

    @Test
    void makesOneOfManyMessages() {
        connect();
        awaitStream().send(REFETCH.repeat(1000));
        await().atMost(LIMIT).until(() -> !changes.isEmpty());
        await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> changes.size() < 200);
    }

    @Test
    void ignoresMessagesOfOtherTypes() {
        connect();
        awaitStream().send("data: {}\n\ndata: {\"type\":\"other\"}\n\n" + REFETCH);
        await().atMost(LIMIT).until(() -> !changes.isEmpty());
        await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> changes.size() == 1);
    }

    /** Failure policy 60. */
    @Test
    void takesAMessageThatItCannotReadForAChange() {
        connect();
        awaitStream().send("data: no JSON\n\n");
        await().atMost(LIMIT).until(() -> !changes.isEmpty());
    }

    /** Failure policy 49. */
    @Test
    void fetchesUnconditionallyAfterAReconnect() {
        connect();
        nextBulkRequest();
        awaitStream().close();
        awaitStream();
        Request fetch = nextBulkRequest();
        assertThat(fetch.header("If-None-Match")).isEmpty();
        assertThat(fetch.query()).isEmpty();
    }

    /** Failure policy 49. */
    @Test
    void sendsTheKeyToNoOtherOrigin() {
        try (FaultyServer other = new FaultyServer()) {
            other.on("GET /elsewhere", Exchange::openEventStream);
            offer("{\"type\":\"sse\",\"url\":\"" + other.uri("/elsewhere?token=secret-token") + "\"}");
            connect();
            Request request = other.awaitRequest("/elsewhere", LIMIT);
            assertThat(request.headers().toString()).doesNotContain("secret-key");
            provider.shutdown();
        }
    }

    @Test
    void opensAllStreamsThatAreOfferedAndUsable() {
        server.http().on("GET /streams/second", Exchange::openEventStream);
        offer(
                OFFER,
                "{\"type\":\"websocket\",\"url\":\"wss://example.com\"}",
                "{\"type\":\"sse\",\"url\":\"no URL at all\"}",
                "{\"type\":\"sse\",\"url\":\"file:///etc/passwd\"}",
                "{\"type\":\"sse\",\"endpoint\":{\"origin\":\"" + server.baseUrl()
                        + "\",\"requestUri\":\"/streams/second\"}}");
        connect();
        awaitStream();
        server.http().awaitStream("/streams/second", LIMIT).send(REFETCH);
        await().atMost(LIMIT).until(() -> !changes.isEmpty());
    }

    @Test
    void goesToTheStreamThatIsOfferedInPlaceOfALostOne() {
        provider = builder()
                .maxSseRetries(0)
                .pollingInterval(Duration.ofMillis(50))
                .build();
        connect();
        server.http().on("GET " + STREAM, exchange -> exchange.respond(410, ""));
        server.http().on("GET /streams/new", Exchange::openEventStream);
        offer("{\"type\":\"sse\",\"endpoint\":{\"requestUri\":\"/streams/new\"}}");
        awaitStream().close();
        server.http().awaitStream("/streams/new", LIMIT);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
    }

    @Test
    void logsNoUrl() {
        try (LogCapture log = new LogCapture()) {
            connect();
            awaitStream().send(REFETCH).reset();
            ResponseStream second = awaitStream().send("data: x".repeat(1 << 20));
            server.http().on("GET " + STREAM, exchange -> exchange.respond(500, ""));
            second.close();
            await().atMost(LIMIT)
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("FLIP-CORE-0012: the")));
            assertThat(log.lines()).noneMatch(line -> line.contains("secret") || line.contains(STREAM));
        }
    }
}
