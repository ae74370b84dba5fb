package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.fixtures.RawEvent;
import dev.flipswitch.fixtures.RawSseClient;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page that follows its flags is told by its stream. */
class PageEventsTest {
    /** What it shows may be newer than an answer under way: listeners are told, and then no evaluation may be older. */
    private static final String ONCE_MORE = "once more if the application's own question is answered meanwhile";

    private final Web web = new Web();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void flags() {
        web.flagServer.set("dark-mode", "true");
        web.flagServer.set("secret", "true");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable connection : open) {
            connection.close();
        }
        web.close();
    }

    private void start() throws Exception {
        web.set("public-flags", "dark-mode, title").startConnected();
    }

    private RawSseClient stream(String... headers) throws Exception {
        RawSseClient stream = RawSseClient.connect(web.uri("/flipswitch/events"), headers);
        open.add(stream);
        stream.awaitHead(LIMIT);
        return stream;
    }

    private static void awaitData(RawSseClient page, String data) {
        page.awaitEvent(event -> event.data().equals(data), LIMIT);
    }

    private static List<String> data(RawSseClient page) {
        return page.events().stream().map(RawEvent::data).toList();
    }

    private long questionsFor(String plan) {
        return web.flagServer.http().requests().stream()
                .filter(request -> request.bodyText().contains(plan))
                .count();
    }

    private Socket openPlainly(String visitor) throws Exception {
        Socket socket = web.connect();
        open.add(socket);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.getOutputStream()
                .write(("GET /app/flipswitch/events HTTP/1.1\r\nHost: localhost\r\nX-Visitor: " + visitor + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(readUntil(socket, "\"dark-mode\":true")).contains("200 OK", "text/event-stream");
        return socket;
    }

    private static String readUntil(Socket socket, String end) throws Exception {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Test
    void tellsAPageTheValuesOfListedFlagsAndNothingOfOthers() throws Exception {
        start();
        RawSseClient page = stream();
        awaitData(page, "{\"dark-mode\":true}");
        web.flagServer.change("secret", "false");
        web.flagServer.change("dark-mode", "false");
        awaitData(page, "{\"dark-mode\":false}");
        assertThat(web.get("/flipswitch/flags")).as("at once").isEqualTo("{\"dark-mode\":false}");
        assertThat(data(page)).containsExactly("{\"dark-mode\":true}", "{\"dark-mode\":false}");
        assertThat(page.events()).extracting(RawEvent::event).containsOnly("flags");
        assertThat(web.flagServer.http().requests().stream()
                        .filter(request -> request.path().endsWith("/events")))
                .as("one upstream connection")
                .hasSize(1);
    }

    @Test
    void aChangeOfAFlagThatIsNotListedCostsNoQuestionForPages() throws Exception {
        web.set("attributes", "plan=header:X-Plan");
        start();
        RawSseClient page = stream("X-Plan: gold");
        awaitData(page, "{\"dark-mode\":true}");
        long before = questionsFor("gold");
        for (int i = 0; i < 6; i++) {
            boolean next = i % 2 == 1;
            web.flagServer.change("secret", String.valueOf(next));
            await().atMost(LIMIT).until(() -> Web.client().getBooleanValue("secret", !next) == next);
        }
        web.flagServer.change("dark-mode", "false");
        awaitData(page, "{\"dark-mode\":false}");
        assertThat(questionsFor("gold") - before).as(ONCE_MORE).isBetween(1L, 2L);
    }

    @Test
    void aPagesUserIsWhoOpenedItAndWhatItsTransactionIsGiven() throws Exception {
        web.set("attributes", "plan=header:X-Plan");
        web.before((request, response, chain) -> {
            OpenFeatureAPI.getInstance().setTransactionContext(new ImmutableContext(Map.of("tenant", new Value("a"))));
            chain.doFilter(request, response);
            OpenFeatureAPI.getInstance().setTransactionContext(new ImmutableContext());
        });
        start();
        awaitData(stream("X-Plan: gold"), "{\"dark-mode\":true}");
        assertThat(web.lastQuestion()).isEqualTo("{\"context\":{\"plan\":\"gold\",\"tenant\":\"a\"}}");
        assertThat(web.answer("/flipswitch/flags", "X-Plan", "gold").body()).isEqualTo("{\"dark-mode\":true}");
        assertThat(questionsFor("gold")).as("the same question").isEqualTo(1);
    }

    @Test
    void namesTheUserSoThatPagesFindOutWhetherTheyAreOfTheSameOne() throws Exception {
        web.set("attributes", "plan=header:X-Plan");
        start();
        String gold = name("X-Plan", "gold");
        assertThat(name("X-Plan", "gold")).isEqualTo(gold);
        assertThat(name("X-Plan", "silver")).isNotEqualTo(gold);
        RawSseClient page = stream("X-Plan: gold");
        awaitData(page, "{\"dark-mode\":true}");
        assertThat(page.events()).extracting(RawEvent::id).containsOnly(gold);
        String tag = web.answer("/flipswitch/flags", "X-Plan", "gold")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(web.answer("/flipswitch/flags", "X-Plan", "silver", "If-None-Match", tag)
                        .statusCode())
                .as("the same values, but another user's")
                .isEqualTo(200);
    }

    private String name(String... headers) throws Exception {
        return web.answer("/flipswitch/flags", headers)
                .headers()
                .firstValue("X-Flipswitch-User")
                .orElseThrow();
    }

    @Test
    void aPageHearsOfAChangeThatTheFlagServerCouldNotBeAskedAboutAtFirst() throws Exception {
        start();
        RawSseClient page = stream();
        awaitData(page, "{\"dark-mode\":true}");
        web.flagServer.http().stop();
        await().atMost(LIMIT).until(() -> Web.client().getProviderState() == ProviderState.STALE);
        web.flagServer.set("dark-mode", "false");
        web.flagServer.http().start();
        awaitData(page, "{\"dark-mode\":false}");
    }

    @Test
    void aThousandOpenPagesHoldNoThreadEach() throws Exception {
        web.set("attributes", "visitor=header:X-Visitor")
                .set("max-pages", "2000")
                .set("max-pages-per-address", "1001");
        start();
        List<Socket> pages = new ArrayList<>();
        pages.add(openPlainly("anybody"));
        int threads = Thread.activeCount();
        for (int i = 1; i < 1000; i++) {
            pages.add(openPlainly("anybody"));
        }
        long before = questionsFor("anybody");
        assertThat(Thread.activeCount() - threads)
                .as("more threads than one page needs: the pool's, and what the fake server makes")
                .isLessThan(40);
        await().atMost(LIMIT).until(() -> web.pool.getThreads() - web.pool.getIdleThreads() < 8);

        web.flagServer.change("dark-mode", "false");
        for (Socket page : pages) {
            assertThat(readUntil(page, "{\"dark-mode\":false}")).contains("event: flags");
        }
        assertThat(questionsFor("anybody") - before)
                .as("for all pages; " + ONCE_MORE)
                .isBetween(1L, 2L);
        assertThat(web.get("/flipswitch/flags")).as("others are served").isEqualTo("{\"dark-mode\":false}");
    }

    @Test
    void aChangeIsOneQuestionForEachOfAThousandUsersAndFewOfThemAtATime() throws Exception {
        web.set("attributes", "visitor=header:X-Visitor")
                .set("max-pages", "2000")
                .set("max-pages-per-address", "1001");
        web.flagServer.set("title", "\"Shop\"");
        start();
        List<Socket> pages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pages.add(openPlainly("visitor-" + i + "."));
        }
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch eight = new CountDownLatch(8);
        web.flagServer.http().on("POST " + FakeFlagServer.EVALUATION, exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            eight.countDown();
            eight.await(); // for as many as there may be at a time
            exchange.respond(
                    200,
                    "{\"flags\":[{\"key\":\"dark-mode\",\"value\":false},{\"key\":\"secret\",\"value\":true},"
                            + "{\"key\":\"title\",\"value\":\"Shop\"}]}",
                    "Content-Type: application/json");
            now.decrementAndGet();
        });

        long before = questionsFor("visitor-");
        web.flagServer.change("dark-mode", "false");
        for (Socket page : pages) {
            readUntil(page, "\"dark-mode\":false");
        }
        assertThat(questionsFor("visitor-") - before)
                .as("for each user, eight at a time; " + ONCE_MORE)
                .isBetween(1000L, 1008L);
        assertThat(most).as("those of pages, and the application's").hasValueBetween(1, 9);
    }

    @Test
    void refusesMorePagesThanAllowedAndForgetsThoseThatLeft() throws Exception {
        web.set("public-flags", "dark-mode").set("max-pages", "1").start();
        web.flagServer.awaitClient(LIMIT);
        RawSseClient first = stream();
        var refused = web.answer("/flipswitch/events");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("30");
        first.disconnect();
        AtomicInteger changes = new AtomicInteger();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            boolean odd = changes.getAndIncrement() % 2 == 1;
            web.flagServer.change("dark-mode", String.valueOf(odd)); // a write finds out that the page left
            try (Socket next = web.connect()) {
                next.setSoTimeout((int) LIMIT.toMillis());
                next.getOutputStream()
                        .write("GET /app/flipswitch/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                return readUntil(next, "\n").contains("200");
            }
        });
    }

    @Test
    void whoAsksForTheHeadOfAStreamHoldsNoPlaceAndCanGoOn() throws Exception {
        web.set("public-flags", "dark-mode").set("max-pages", "1").start();
        try (Socket socket = web.connect()) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            for (String request : List.of("HEAD /app/flipswitch/events", "GET /app/flipswitch/flags")) {
                socket.getOutputStream()
                        .write((request + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(readUntil(socket, "{\"dark-mode\":true}")).contains("text/event-stream");
        }
        awaitData(stream(), "{\"dark-mode\":true}");
    }

    @Test
    void endsItsStreamsWhenTheApplicationStops() throws Exception {
        start();
        RawSseClient page = stream();
        web.stop();
        page.awaitEnd(LIMIT);
    }

    @Test
    void endsItsStreamsWhereOpenFeatureWasShutDownBefore() throws Exception {
        start();
        RawSseClient page = stream();
        OpenFeatureAPI.getInstance().shutdown();
        try (LogRecords log = new LogRecords("org.eclipse.jetty")) {
            web.stop();
            page.awaitEnd(LIMIT);
            assertThat(log.containing("Unable to stop")).isEmpty();
        }
    }
}
