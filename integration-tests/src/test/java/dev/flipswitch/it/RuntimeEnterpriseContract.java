package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.enterprise.Archive;
import dev.flipswitch.it.enterprise.Cart;
import dev.flipswitch.it.enterprise.Clerk;
import dev.flipswitch.it.enterprise.Depot;
import dev.flipswitch.it.enterprise.Desk;
import dev.flipswitch.it.enterprise.FrontServlet;
import dev.flipswitch.it.enterprise.Marking;
import dev.flipswitch.it.enterprise.Night;
import dev.flipswitch.it.enterprise.Note;
import dev.flipswitch.it.enterprise.Notebook;
import dev.flipswitch.it.enterprise.Office;
import dev.flipswitch.it.enterprise.Orders;
import dev.flipswitch.it.enterprise.Parcels;
import dev.flipswitch.it.enterprise.Post;
import dev.flipswitch.it.enterprise.Shelf;
import dev.flipswitch.it.enterprise.Talk;
import dev.flipswitch.it.enterprise.Visit;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    private static final String JOB =
            """
            <job id="night" xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
              <step id="write"><batchlet ref="night"/></step>
            </job>
            """;
    private static final String PERSISTENCE =
            """
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
              <persistence-unit name="notes">
                <jta-data-source>%s</jta-data-source>
                <properties>
                  <property name="jakarta.persistence.schema-generation.database.action" value="drop-and-create"/>
                </properties>
              </persistence-unit>
            </persistence>
            """;
    private static final String FACES =
            """
            <servlet><servlet-name>faces</servlet-name><servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class></servlet>
            <servlet-mapping><servlet-name>faces</servlet-name><url-pattern>*.xhtml</url-pattern></servlet-mapping>
            """;

    @RegisterExtension
    final TestExecutionExceptionHandler explanation = (context, failure) -> explain(failure);

    private final JakartaRuntime runtime;
    private final String dataSource;
    private final FakeFlagServer flags = new FakeFlagServer();
    private HttpClient browser = HttpClient.newHttpClient();
    private RuntimeProcess running;

    @SuppressWarnings("NullAway.Init") // start() does it
    RuntimeEnterpriseContract(JakartaRuntime runtime, String dataSource) {
        this.runtime = runtime;
        this.dataSource = dataSource;
    }

    @BeforeAll
    void start(@TempDir Path work) throws IOException {
        flags.set("theme", "\"dark\"");
        flags.set("greeting", "\"hello\"");
        flags.set("express", "false");
        flags.set("rounds", "false");
        flags.set("mark", "\"seen\"");
        Path war = new ExplodedWar(work.resolve("exploded"))
                .libsOf(Path.of(System.getProperty("shop.war")))
                .classes(Cart.class, Desk.class, FrontServlet.class, Office.class, Orders.class)
                .classes(Talk.class, Shelf.class, Wishes.class)
                .classes(Post.class, Clerk.class, Notebook.class, Night.class)
                .classes(Parcels.class, Depot.class, Visit.class)
                .classes(Archive.class, Note.class, Marking.class)
                .file("WEB-INF/beans.xml", "")
                .file("WEB-INF/classes/META-INF/batch-jobs/night.xml", JOB)
                .file("WEB-INF/classes/META-INF/persistence.xml", PERSISTENCE.formatted(dataSource))
                .file("shelf.xhtml", PAGE)
                .webXml(FACES)
                .zip(work.resolve("enterprise.war"));
        Map<String, String> settings = Map.of(
                "FLIPSWITCH_API_KEY",
                "key",
                "FLIPSWITCH_BASE_URL",
                flags.baseUrl(),
                "FLIPSWITCH_SERVLET_ATTRIBUTES",
                "customer=header:X-Customer");
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
        return get(path, "nobody");
    }

    private String get(String path, String customer) throws IOException, InterruptedException {
        URI uri = URI.create(running.url() + "enterprise/" + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("X-Customer", customer).build();
        return browser.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void noGateIsSaidToStandOpen() throws Exception {
        assertThat(running.complaintsOf("flip-cdi-0033")).isEmpty();
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

    @ParameterizedTest
    @ValueSource(strings = {"message", "night"})
    void whatIsLeftToAnotherThreadFollowsItsGateAndItsFlag(String whom) throws Exception {
        assertThat(call(whom)).isEqualTo("slowly, dark");
        openExpress();
        change("theme", "\"plain\"", "asynchronous", "plain");
        assertThat(call(whom)).isEqualTo("express, plain");
    }

    @Test
    void anInterfacesDefaultMethodKeepsItsGate() throws Exception {
        assertThat(call("parcel")).isEqualTo("by cart");
        openExpress();
        assertThat(call("parcel")).isEqualTo("by plane");
    }

    /** Jakarta Enterprise Beans 4.0, core, section 4.4.2: it goes after an application exception, too, unless it is retained. */
    @Test
    void aStatefulBeanThatIsToBeRemovedIsRetainedOnlyIfItSaysSo() throws Exception {
        assertThat(call("leave")).isEqualTo("going on");
        assertThat(call("leave-anyway")).isEqualTo("gone");
        openExpress();
        assertThat(call("leave")).isEqualTo("left");
    }

    @Test
    void anEntitysListenerFollowsItsFlag() throws Exception {
        flags.change("mark", "\"seen\"");
        await().atMost(LIMIT).until(() -> call("note").equals("seen"));
        flags.change("mark", "\"read\"");
        await().atMost(LIMIT).until(() -> call("note").equals("read"));
    }

    /** As docs/cdi.md says of those without a request. */
    @ParameterizedTest
    @ValueSource(strings = {"asynchronous", "message", "night"})
    void whatARequestLeavesToAnotherThreadSeesTheApplicationsFlags(String whom) throws Exception {
        assertThat(get("call?" + whom, "jane-" + whom)).endsWith("dark");
        assertThat(contextsOf("theme")).noneSatisfy(body -> assertThat(body).contains("jane-"));
    }

    @Test
    void anEntitysListenerSeesTheRequestsFlags() throws Exception {
        get("call?note", "joan");
        assertThat(contextsOf("mark")).anySatisfy(body -> assertThat(body).contains("\"joan\""));
    }

    /** What a flag was evaluated for. */
    private List<String> contextsOf(String flag) {
        return flags.http().requests().stream()
                .filter(request -> request.path().endsWith("/" + flag))
                .map(request -> request.bodyText())
                .toList();
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
        openExpress();
        assertThat(answers.to(socket, "jane")).isEqualTo("at once, plain hello");
        socket.abort();
        assertThat(contextsOf("greeting")).anySatisfy(body -> assertThat(body).contains("\"jane\""));
        assertThat(contextsOf("theme")).noneSatisfy(body -> assertThat(body).contains("\"jane\""));
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
