package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.fixtures.RawEvent;
import dev.flipswitch.fixtures.RawSseClient;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import jakarta.servlet.http.HttpServlet;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page that follows its flags gets from the server. */
class PagesTest {
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
        web.set("public-flags", "dark-mode, title").start();
        web.flagServer.awaitClient(LIMIT);
    }

    private RawSseClient stream(String... headers) throws Exception {
        RawSseClient stream = RawSseClient.connect(web.uri("/flipswitch/events"), headers);
        open.add(stream);
        stream.awaitHead(LIMIT);
        return stream;
    }

    @Test
    void isNotThereUnlessFlagsAreListed() throws Exception {
        web.start();
        assertThat(web.get("/flipswitch/flags")).isEqualTo("nothing at /flipswitch/flags");
    }

    @Test
    void givesTheValuesOfTheListedFlagsAndOfNoOthers() throws Exception {
        start();
        var answer = web.answer("/flipswitch/flags");
        assertThat(answer.body()).isEqualTo("{\"dark-mode\":true}");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(web.flagServer.evaluations("secret")).isZero();
    }

    @Test
    void saysThatNothingChangedByTheEntityTag() throws Exception {
        start();
        String tag =
                web.answer("/flipswitch/flags").headers().firstValue("ETag").orElseThrow();
        var same = web.answer("/flipswitch/flags", "If-None-Match", "\"other\", W/" + tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("ETag")).contains(tag);
        web.flagServer.change("dark-mode", "false");
        await().atMost(LIMIT).until(() -> web.answer("/flipswitch/flags", "If-None-Match", tag)
                .body()
                .equals("{\"dark-mode\":false}"));
    }

    @Test
    void asksOnceForAllListedFlagsOfAUser() throws Exception {
        web.flagServer.set("title", "\"Shop\"");
        web.set("attributes", "plan=header:X-Plan");
        start();
        long before = questions();
        assertThat(web.answer("/flipswitch/flags", "X-Plan", "gold").body())
                .isEqualTo("{\"dark-mode\":true,\"title\":\"Shop\"}");
        assertThat(questions() - before).isEqualTo(1);
        assertThat(web.flagServer.http().requests().get(lastRequest()).bodyText())
                .isEqualTo("{\"context\":{\"plan\":\"gold\"}}");
        web.answer("/flipswitch/flags", "X-Plan", "gold");
        assertThat(questions() - before).as("kept").isEqualTo(1);
        web.answer("/flipswitch/flags", "X-Plan", "silver");
        assertThat(questions() - before).as("another user").isEqualTo(2);
    }

    @Test
    void asksForAllFlagsWithTheApplicationsContextToo() throws Exception {
        start();
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.builder("key")
                                .baseUrl(web.flagServer.baseUrl())
                                .evaluationContext(() -> new ImmutableContext(Map.of("version", new Value("1"))))
                                .build());
        OpenFeatureAPI.getInstance().setEvaluationContext(new ImmutableContext(Map.of("region", new Value("west"))));
        try {
            assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"dark-mode\":true}");
        } finally {
            OpenFeatureAPI.getInstance().setEvaluationContext(new ImmutableContext());
        }
        assertThat(web.flagServer.http().requests().get(lastRequest()).bodyText())
                .isEqualTo("{\"context\":{\"region\":\"west\",\"version\":\"1\"}}");
    }

    private int lastRequest() {
        return web.flagServer.http().requests().size() - 1;
    }

    private long questions() {
        return web.flagServer.http().requests().stream()
                .filter(request -> request.path().startsWith(FakeFlagServer.EVALUATION))
                .count();
    }

    @Test
    void asksForOneFlagAfterAnotherWhereAHookMustSeeEachEvaluation() throws Exception {
        web.flagServer.set("title", "\"Shop\"");
        List<String> seen = new CopyOnWriteArrayList<>();
        OpenFeatureAPI.getInstance().addHooks(new Hook<Object>() {
            @Override
            public void after(
                    HookContext<Object> context, FlagEvaluationDetails<Object> details, Map<String, Object> hints) {
                seen.add(details.getFlagKey());
            }
        });
        try {
            start();
            assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"dark-mode\":true,\"title\":\"Shop\"}");
            assertThat(seen).containsExactly("dark-mode", "title");
        } finally {
            OpenFeatureAPI.getInstance().clearHooks();
        }
    }

    @Test
    void asksForOneFlagAfterAnotherWhereAllAtOnceCanNotBeHad() throws Exception {
        web.flagServer.set("title", "\"Shop\"");
        start();
        web.flagServer.http().on("POST " + FakeFlagServer.EVALUATION, exchange -> exchange.respond(500, ""));
        assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"dark-mode\":true,\"title\":\"Shop\"}");
    }

    @Test
    void asksProvidersOfOthersForOneFlagAfterAnother() throws Exception {
        start();
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        new InMemoryProvider(Map.of(
                                "title",
                                Flag.builder()
                                        .variant("v", "Shop")
                                        .defaultVariant("v")
                                        .build())));
        assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"title\":\"Shop\"}");
    }

    @Test
    void saysSoWhereTheApplicationHasAServletOfThatName() throws Exception {
        web.context.addServlet(new ServletHolder("flipswitch-pages", new HttpServlet() {}), "/own");
        try (LogRecords log = new LogRecords()) {
            start();
            assertThat(log.containing("FLIP-SERVLET-0011"))
                    .singleElement()
                    .asString()
                    .startsWith("SEVERE")
                    .contains("a servlet named 'flipswitch-pages'");
        }
    }

    @Test
    void saysSoWhereTheApplicationHasAServletAtThatPath() throws Exception {
        web.context.addServlet(new ServletHolder("own", new HttpServlet() {}), "/flipswitch/flags");
        try (LogRecords log = new LogRecords()) {
            start();
            assertThat(log.containing("FLIP-SERVLET-0011"))
                    .singleElement()
                    .asString()
                    .contains("a servlet at /flipswitch/flags");
        }
    }

    @Test
    void servesTheScript() throws Exception {
        start();
        var script = web.answer("/flipswitch/flags.js");
        assertThat(script.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(script.body()).contains("export function onFlag");
    }

    private static void awaitData(RawSseClient page, String data) {
        page.awaitEvent(event -> event.data().equals(data), LIMIT);
    }

    private static List<String> data(RawSseClient page) {
        return page.events().stream().map(RawEvent::data).toList();
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
            await().atMost(LIMIT).until(() -> client().getBooleanValue("secret", !next) == next);
        }
        web.flagServer.change("dark-mode", "false");
        awaitData(page, "{\"dark-mode\":false}");
        assertThat(questionsFor("gold") - before)
                .as("once more if the application's own question is answered meanwhile")
                .isBetween(1L, 2L);
    }

    private long questionsFor(String plan) {
        return web.flagServer.http().requests().stream()
                .filter(request -> request.bodyText().contains(plan))
                .count();
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
        assertThat(web.flagServer.http().requests().get(lastRequest()).bodyText())
                .isEqualTo("{\"context\":{\"plan\":\"gold\",\"tenant\":\"a\"}}");
        assertThat(web.answer("/flipswitch/flags", "X-Plan", "gold").body()).isEqualTo("{\"dark-mode\":true}");
        assertThat(questionsFor("gold")).as("the same question").isEqualTo(1);
    }

    @Test
    void aPageHearsOfAChangeThatTheFlagServerCouldNotBeAskedAboutAtFirst() throws Exception {
        start();
        RawSseClient page = stream();
        awaitData(page, "{\"dark-mode\":true}");
        web.flagServer.http().stop();
        await().atMost(LIMIT).until(() -> client().getProviderState() == ProviderState.STALE);
        web.flagServer.set("dark-mode", "false");
        web.flagServer.http().start();
        awaitData(page, "{\"dark-mode\":false}");
    }

    private static Client client() {
        return OpenFeatureAPI.getInstance().getClient(FlipswitchProvider.DEFAULT_DOMAIN);
    }

    @Test
    void aThousandOpenPagesHoldNoThreadEach() throws Exception {
        start();
        List<Socket> pages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pages.add(openPlainly("anybody"));
        }
        long before = questions();
        int threads = Thread.activeCount();
        assertThat(threads).as("pool of 16, and what the test itself needs").isLessThan(60);
        await().atMost(LIMIT).until(() -> web.pool.getThreads() - web.pool.getIdleThreads() < 8);

        web.flagServer.change("dark-mode", "false");
        for (Socket page : pages) {
            assertThat(readUntil(page, "{\"dark-mode\":false}")).contains("event: flags");
        }
        assertThat(questions() - before)
                .as("a few for all pages, not one for each")
                .isLessThanOrEqualTo(5);
        assertThat(web.get("/flipswitch/flags")).as("others are served").isEqualTo("{\"dark-mode\":false}");
    }

    @Test
    void aChangeIsOneQuestionForEachOfAThousandUsersAndFewOfThemAtATime() throws Exception {
        web.set("attributes", "visitor=header:X-Visitor");
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
                .as("once more for those under way when the application's own question is answered")
                .isBetween(1000L, 1016L);
        assertThat(most).as("those of pages, and the application's").hasValueBetween(1, 9);
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
    void endsItsStreamsWhenTheApplicationStops() throws Exception {
        start();
        RawSseClient page = stream();
        web.stop();
        page.awaitEnd(LIMIT);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("flipswitch-pages") && thread.isAlive()));
    }
}
