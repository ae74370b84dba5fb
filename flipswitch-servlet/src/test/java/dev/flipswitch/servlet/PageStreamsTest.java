package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.RawSseClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The streams themselves, with a heart that beats fast. */
class PageStreamsTest {
    private final Web web = new Web();
    private final PageStreams streams = new PageStreams(10, Duration.ofMillis(50));

    @AfterEach
    void close() throws Exception {
        streams.close();
        web.close();
    }

    private void start() throws Exception {
        web.page("/stream", (request, response) -> {
            response.setContentType("text/event-stream");
            streams.open(request, response);
        });
        web.start();
    }

    @Test
    void heartbeatsFindPagesThatLeft() throws Exception {
        start();
        try (RawSseClient page = RawSseClient.connect(web.uri("/stream"))) {
            page.awaitHead(LIMIT);
            await().atMost(LIMIT).until(() -> streams.size() == 1);
        }
        await().atMost(LIMIT).until(() -> streams.size() == 0);
    }

    @Test
    void aPageThatReadsNothingHoldsUpNoOtherAndIsGivenUp() throws Exception {
        web.narrow();
        start();
        try (Socket stalled = new Socket();
                RawSseClient live = RawSseClient.connect(web.uri("/stream"))) {
            stalled.setReceiveBufferSize(1024);
            stalled.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), web.uri("/").getPort()));
            stalled.getOutputStream()
                    .write("GET /app/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            live.awaitHead(LIMIT);
            await().atMost(LIMIT).until(() -> streams.size() == 2);
            await().atMost(LIMIT.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            streams.changed();
                        }
                        return streams.size() == 1;
                    });
            int before = live.events().size();
            streams.changed();
            await().atMost(LIMIT).until(() -> live.events().size() > before);
        }
    }
}
