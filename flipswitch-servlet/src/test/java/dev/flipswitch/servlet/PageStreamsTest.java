package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.dispatch.WriterPool;
import dev.flipswitch.fixtures.RawEvent;
import dev.flipswitch.fixtures.RawSseClient;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The streams themselves, with a heart that beats fast. */
class PageStreamsTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(500); // three that can't be written end a page
    private static final String HUGE = "x".repeat(8000);

    private final Web web = new Web();
    private final WriterPool writers = PageStreams.writers(2);
    private final List<String> evaluatedFor = new CopyOnWriteArrayList<>();
    private final List<RawSseClient> pages = new ArrayList<>();
    private volatile Function<String, PageValues> flags = user -> new PageValues("{}", true);
    private final PageStreams streams = new PageStreams(new PagePlaces(10, 5), HEARTBEAT, this::evaluate, writers);

    private PageValues evaluate(EvaluationContext context) {
        String user = String.valueOf(context.getTargetingKey());
        evaluatedFor.add(user);
        return flags.apply(user);
    }

    @AfterEach
    void close() throws Exception {
        pages.forEach(RawSseClient::close);
        streams.close();
        web.close();
    }

    private void start() throws Exception {
        web.page("/stream", (request, response) -> {
            response.setContentType("text/event-stream");
            streams.open(
                    request, response, new ImmutableContext(request.getParameter("user")), request.getRemoteAddr());
        });
        web.start();
    }

    private RawSseClient page(String user) throws Exception {
        RawSseClient page = RawSseClient.connect(web.uri("/stream?user=" + user));
        pages.add(page);
        return page;
    }

    private static void awaitData(RawSseClient page, String data) {
        page.awaitEvent(event -> event.data().equals(data), LIMIT);
    }

    @Test
    void heartbeatsFindPagesThatLeft() throws Exception {
        start();
        RawSseClient page = page("anna");
        page.awaitHead(LIMIT);
        await().atMost(LIMIT).until(() -> streams.size() == 1);
        page.close();
        await().atMost(LIMIT).until(() -> streams.size() == 0);
    }

    @Test
    void tellsEachPageItsUsersValuesAtOnceAndThenOnlyOthers() throws Exception {
        start();
        flags = user -> new PageValues("{\"is\":\"" + user + "\"}", true);
        RawSseClient anna = page("anna");
        RawSseClient ben = page("ben");
        awaitData(anna, "{\"is\":\"anna\"}");
        awaitData(ben, "{\"is\":\"ben\"}");

        streams.changed();
        await().atMost(LIMIT).until(() -> evaluatedFor.size() == 4);
        flags = user -> new PageValues(user.equals("ben") ? "{}" : "{\"is\":\"anna\"}", true);
        streams.changed();
        awaitData(ben, "{}");
        await().atMost(LIMIT).until(() -> evaluatedFor.size() == 6);
        assertThat(ben.events()).extracting(RawEvent::data).containsExactly("{\"is\":\"ben\"}", "{}");
        assertThat(anna.events()).extracting(RawEvent::data).containsExactly("{\"is\":\"anna\"}");
    }

    @Test
    void evaluatesOnceForAllPagesOfAUserAndOnceMoreForAllThatHappensMeanwhile() throws Exception {
        start();
        for (int i = 0; i < 3; i++) {
            awaitData(page("anna"), "{}");
        }
        Semaphore goOn = new Semaphore(0);
        CountDownLatch begun = new CountDownLatch(1);
        flags = user -> {
            begun.countDown();
            goOn.acquireUninterruptibly();
            return new PageValues("{\"evaluations\":" + evaluatedFor.size() + "}", true);
        };
        evaluatedFor.clear();
        streams.changed();
        begun.await();
        for (int i = 0; i < 100; i++) {
            streams.changed();
        }
        goOn.release(2);
        pages.forEach(page -> awaitData(page, "{\"evaluations\":2}"));
        assertThat(evaluatedFor).hasSize(2);
    }

    @Test
    void asksAgainWithTheNextHeartbeatForWhatTheFlagServerCouldNotBeAsked() throws Exception {
        start();
        flags = user -> new PageValues("{\"old\":true}", false);
        RawSseClient page = page("anna");
        awaitData(page, "{\"old\":true}");
        flags = user -> new PageValues("{\"old\":false}", true);
        awaitData(page, "{\"old\":false}");
    }

    @Test
    void goesOnAfterAnEvaluationThatFails() throws Exception {
        start();
        flags = user -> {
            throw new IllegalStateException("on purpose");
        };
        try (LogRecords log = new LogRecords()) {
            RawSseClient page = page("anna");
            await().atMost(LIMIT)
                    .until(() -> !log.containing("FLIP-SERVLET-0014").isEmpty());
            flags = user -> new PageValues("{}", true);
            awaitData(page, "{}");
        }
    }

    @Test
    void refusesPagesWhileTooManyWritesAreStuckAndTakesThemAgain() throws Exception {
        start();
        CountDownLatch containerGivesUp = new CountDownLatch(1);
        Runnable stuck = () -> {
            while (containerGivesUp.getCount() > 0) {
                try {
                    containerGivesUp.await();
                } catch (InterruptedException e) {
                    // as a container's write that does not heed it
                }
            }
        };
        try {
            writers.execute(stuck);
            writers.execute(stuck);
            await().atMost(LIMIT).untilAsserted(() -> {
                writers.watch(System.nanoTime());
                assertThat(writers.isExhausted()).isTrue();
            });
            var refused = web.answer("/stream?user=anna");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("30");
            assertThat(refused.body()).contains("FLIP-SERVLET-0012: 2 pages");
            assertThat(streams.size()).isZero();
        } finally {
            containerGivesUp.countDown();
        }
        await().atMost(LIMIT).until(() -> !writers.isExhausted());
        awaitData(page("anna"), "{}");
    }

    @Test
    void aPageThatReadsNothingHoldsUpNoOtherAndIsGivenUp() throws Exception {
        web.narrow();
        start();
        flags = user -> new PageValues("{\"" + evaluatedFor.size() + "\":\"" + HUGE + "\"}", true);
        try (Socket stalled = new Socket()) {
            RawSseClient live = page("anna");
            live.awaitHead(LIMIT);
            stalled.setReceiveBufferSize(1024);
            stalled.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), web.uri("/").getPort()));
            stalled.getOutputStream()
                    .write("GET /app/stream?user=anna HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(LIMIT).until(() -> streams.size() == 2);
            await().atMost(LIMIT.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        streams.changed();
                        return streams.size() == 1;
                    });
            await("Jetty's connection of the stalled page is closed")
                    .atMost(LIMIT)
                    .until(() -> web.connections() == 1);
            flags = user -> new PageValues("{}", true);
            streams.changed();
            awaitData(live, "{}");
        }
    }
}
