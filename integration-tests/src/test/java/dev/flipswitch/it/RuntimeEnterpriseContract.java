package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.enterprise.Cart;
import dev.flipswitch.it.enterprise.Desk;
import dev.flipswitch.it.enterprise.FrontServlet;
import dev.flipswitch.it.enterprise.Office;
import dev.flipswitch.it.enterprise.Orders;
import dev.flipswitch.it.enterprise.Shelf;
import dev.flipswitch.it.enterprise.Talk;
import dev.flipswitch.it.enterprise.Wishes;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;

/** An application as companies write it: each of its parts looks at a flag, and follows it. */
@Tag("runtimes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuntimeEnterpriseContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="jakarta.faces.html">
            <h:head><title>A view</title></h:head>
            <h:body><h:form><p>#{shelf.text}</p></h:form></h:body>
            </html>
            """;
    private static final String FACES =
            """
            <servlet><servlet-name>faces</servlet-name><servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class></servlet>
            <servlet-mapping><servlet-name>faces</servlet-name><url-pattern>*.xhtml</url-pattern></servlet-mapping>
            """;

    @RegisterExtension
    final TestExecutionExceptionHandler explanation = (context, failure) -> explain(failure);

    private final JakartaRuntime runtime;
    private final FakeFlagServer flags = new FakeFlagServer();
    private HttpClient browser = HttpClient.newHttpClient();
    private RuntimeProcess running;

    @SuppressWarnings("NullAway.Init") // start() does it
    RuntimeEnterpriseContract(JakartaRuntime runtime) {
        this.runtime = runtime;
    }

    @BeforeAll
    void start(@TempDir Path work) throws IOException {
        flags.set("theme", "\"dark\"");
        flags.set("greeting", "\"hello\"");
        flags.set("express", "false");
        flags.set("rounds", "false");
        Path war = new ExplodedWar(work.resolve("exploded"))
                .libsOf(Path.of(System.getProperty("shop.war")))
                .classes(Cart.class, Desk.class, FrontServlet.class, Office.class, Orders.class)
                .classes(Talk.class, Shelf.class, Wishes.class)
                .file("WEB-INF/beans.xml", "")
                .file("shelf.xhtml", PAGE)
                .webXml(FACES)
                .zip(work.resolve("enterprise.war"));
        Map<String, String> settings = Map.of("FLIPSWITCH_API_KEY", "key", "FLIPSWITCH_BASE_URL", flags.baseUrl());
        String log = runtime.getClass().getSimpleName() + "Enterprise";
        running = RuntimeProcess.started(runtime, work, log, List.of(war), settings);
        await().atMost(RuntimeProcess.START_LIMIT)
                .ignoreExceptions() // nobody listens yet
                .until(() -> call("nobody").equals("nobody"));
        flags.awaitClient(LIMIT);
    }

    @AfterAll
    void stop() {
        if (running != null) {
            running.close();
        }
        flags.close();
    }

    private void explain(Throwable failure) throws Throwable {
        throw running.explained(failure);
    }

    @BeforeEach
    void aNewSessionWithAllGatesClosed() {
        browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        change("theme", "\"dark\"", "asynchronous", "dark");
        change("express", "false", "sent", "later");
    }

    /** Changes a flag, and waits until somebody who looks at it answers so. */
    private void change(String flag, String value, String whom, String answer) {
        flags.change(flag, value);
        await().atMost(LIMIT).until(() -> call(whom).equals(answer));
    }

    private void openExpress() {
        change("express", "true", "sent", "sent");
    }

    private String call(String whom) throws IOException, InterruptedException {
        return get("call?" + whom);
    }

    private String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(running.url() + "enterprise/" + path);
        return browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void whatStartsWithTheApplicationSeesTheServersValues() throws Exception {
        assertThat(call("opening")).isEqualTo("dark");
    }

    /** Jakarta Enterprise Beans 4.0, core, section 9.2.1, application exceptions. */
    @Test
    void aClosedGateRollsNothingBack() throws Exception {
        assertThat(call("order")).isEqualTo("no express, committed");
        assertThat(running.complaintsOf("featuredisabled", "flip-cdi-0014")).isEmpty();
        openExpress();
        assertThat(call("order")).isEqualTo("express, committed");
    }

    @Test
    void aStatefulBeanOutlivesAClosedGate() throws Exception {
        assertThat(call("add")).isEqualTo("1 dark");
        assertThat(call("express")).isEqualTo("closed: express");
        assertThat(call("add")).isEqualTo("2 dark");
        openExpress();
        assertThat(call("express")).isEqualTo("2 by express");
    }

    @Test
    void aBeanOfTheSessionsFollowsItsGate() throws Exception {
        assertThat(call("wish")).isEqualTo("1 slowly");
        openExpress();
        assertThat(call("wish")).isEqualTo("2 express");
    }

    @Test
    void aViewFollowsItsGate() throws Exception {
        assertThat(get("shelf.xhtml")).contains("<p>slow, dark</p>");
        openExpress();
        assertThat(get("shelf.xhtml")).contains("<p>express, dark</p>");
    }

    /** Jakarta Interceptors 2.1, section 2.4, timeout methods. */
    @Test
    void aTimerRunsWhileItsGateIsOpen() {
        int[] before = rounds();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(rounds()[2]).as("the fallback").isGreaterThan(before[2] + 1));
        assertThat(rounds()[1]).as("the gated one").isZero();
        flags.change("rounds", "true");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(rounds()[1]).isGreaterThan(1));
        int[] open = rounds();
        await().atMost(LIMIT).until(() -> rounds()[0] > open[0] + 1);
        assertThat(rounds()[2]).as("the fallback").isLessThanOrEqualTo(open[2] + 1); // one may have been under way
    }

    private int[] rounds() {
        try {
            return Arrays.stream(call("rounds").split(" ", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAsynchronousMethodFollowsItsFlag() {
        change("theme", "\"plain\"", "asynchronous", "plain");
    }

    @Test
    void anEndpointOfAWebSocketFollowsItsFlagAndNamesItsUser() throws Exception {
        Answers answers = new Answers();
        URI uri = URI.create(running.url().replace("http:", "ws:") + "enterprise/talk");
        WebSocket socket =
                browser.newWebSocketBuilder().buildAsync(uri, answers).get(20, TimeUnit.SECONDS);
        assertThat(answers.to(socket, "jane")).isEqualTo("dark hello");
        change("theme", "\"plain\"", "asynchronous", "plain");
        assertThat(answers.to(socket, "jane")).isEqualTo("plain hello");
        socket.abort();
        assertThat(flags.http().requests())
                .filteredOn(request -> request.path().endsWith("/greeting"))
                .extracting(request -> request.bodyText())
                .anySatisfy(body -> assertThat(body).contains("\"jane\""));
        assertThat(flags.http().requests())
                .filteredOn(request -> request.path().endsWith("/theme"))
                .extracting(request -> request.bodyText())
                .noneSatisfy(body -> assertThat(body).contains("\"jane\""));
    }

    /** What a WebSocket brings. */
    private static final class Answers implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        String to(WebSocket socket, String text) throws InterruptedException {
            socket.sendText(text, true).join();
            String answer = texts.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return answer == null ? "no answer" : answer;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            texts.add(text.toString()); // short, so that it comes in one piece
            socket.request(1);
            return null;
        }
    }
}
