package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.Api;
import dev.flipswitch.it.war.Changes;
import dev.flipswitch.it.war.Customers;
import dev.flipswitch.it.war.Features;
import dev.flipswitch.it.war.Given;
import dev.flipswitch.it.war.Outliving;
import dev.flipswitch.it.war.Pricing;
import dev.flipswitch.it.war.Reports;
import dev.flipswitch.it.war.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a runtime has beside servlets and CDI: JAX-RS, Jakarta Concurrency, and MicroProfile where it ships that. */
@Tag("runtimes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuntimeApisContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    final TestExecutionExceptionHandler explanation = (context, failure) -> explain(failure);

    private final JakartaRuntime runtime;
    private final FakeFlagServer flags = new FakeFlagServer();
    private final Http http = new Http();
    private RuntimeProcess running;

    @SuppressWarnings("NullAway.Init") // start() does it
    RuntimeApisContract(JakartaRuntime runtime) {
        this.runtime = runtime;
    }

    @BeforeAll
    void start(@TempDir Path work) throws IOException {
        flags.set("reports", "false");
        flags.set("theme", "\"dark\"");
        flags.set("pricing", "\"v2\"");
        flags.set("lab", "\"open\"");
        Path war = new ExplodedWar(work.resolve("exploded"))
                .libsOf(Path.of(System.getProperty("shop.war")))
                .classes(Api.class, Customers.class, Reports.class, Threads.class)
                .classes(Features.class, Given.class, Changes.class, Outliving.class)
                .classes(Outliving.class.getDeclaredClasses())
                .classes(Pricing.class, Pricing.Old.class, Pricing.Cheap.class)
                .file("WEB-INF/beans.xml", "")
                .zip(work.resolve("apis.war"));
        Map<String, String> settings = Map.of(
                Given.SERVER,
                flags.baseUrl(),
                "FLIPSWITCH_DOMAINS_LABS_API_KEY",
                "key",
                "FLIPSWITCH_DOMAINS_LABS_BASE_URL",
                flags.baseUrl());
        String log = runtime.getClass().getSimpleName() + "Apis";
        running = RuntimeProcess.started(runtime, work, log, List.of(war), settings);
        await().atMost(RuntimeProcess.START_LIMIT)
                .ignoreExceptions() // nobody listens yet
                .until(() -> statusOf("threads") == 200);
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

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }

    private String url(String path) {
        return running.url() + "apis/api/" + path;
    }

    private int statusOf(String path) throws IOException, InterruptedException {
        return http.answer(request(path)).statusCode();
    }

    @Test
    void aResourceBehindAClosedGateIsNotThere() throws Exception {
        assertThat(statusOf("reports")).isEqualTo(404);
        assertThat(statusOf("reports/all")).isEqualTo(451);
        flags.change("reports", "true");
        await().atMost(LIMIT).until(() -> statusOf("reports") == 200);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(changes()).contains("reports true"));
    }

    /** Jakarta Concurrency 3.0, section 3.3.5, thread context providers. */
    @ParameterizedTest
    @ValueSource(strings = {"here", "executor", "defined-executor"})
    void theRequestsContextGoesAlongIntoAManagedExecutorService(String where) throws Exception {
        assumeThat(runtime.contextsReach())
                .as("docs/runtimes.md says where it does")
                .contains(where);
        String user = "user-" + where;
        assertThat(http.answer(request("threads/" + where).header("X-Customer", user))
                        .body())
                .isEqualTo("dark");
        assertThat(flags.http().requests())
                .filteredOn(request -> request.path().endsWith("/theme"))
                .extracting(request -> request.bodyText())
                .anySatisfy(body -> assertThat(body).contains("\"" + user + "\"", "\"region\":\"north\""));
    }

    /** Containers use request objects again for the next request of a connection. */
    @ParameterizedTest
    @ValueSource(strings = {"complete", "dispatch", "timeout"})
    void flagsThatOutliveAsynchronousWorkKnowNoOtherUser(String end) throws Exception {
        URI server = URI.create(running.url());
        String later = "later-than-" + end;
        try (Socket connection = new Socket(server.getHost(), server.getPort())) {
            connection.setSoTimeout((int) LIMIT.toMillis());
            OutputStream out = connection.getOutputStream();
            out.write(outliving("end=" + end, "first-of-" + end, "keep-alive"));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) connection.getInputStream().read());
            }
            out.write(outliving("kept=" + end, later, "close"));
            assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("dark");
        }
        assertThat(flags.http().requests())
                .filteredOn(request -> request.path().endsWith("/theme"))
                .noneSatisfy(request -> assertThat(request.bodyText()).contains(later));
    }

    private static byte[] outliving(String query, String customer, String connection) {
        return ("GET /apis/outliving?" + query + " HTTP/1.1\r\nHost: localhost\r\nX-Customer: " + customer
                        + "\r\nConnection: " + connection + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void theApplicationsBeansAreSeen() throws Exception {
        assertThat(http.get(url("features/pricing"))).as("a variant").isEqualTo("90");
        assertThat(http.get(url("features/billing")))
                .as("a producer's provider")
                .isEqualTo("true true");
        assertThat(http.get(url("features/labs"))).as("a configured domain").isEqualTo("open");
    }

    @Test
    void theApplicationsObserversAreTold() throws Exception {
        assertThat(changes()).contains("start with dark");
        flags.change("checkout", "true");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(changes()).contains("any checkout", "async checkout"));
    }

    private List<String> changes() throws IOException, InterruptedException {
        return http.get(url("features/changes")).lines().toList();
    }

    @Test
    void startsWithTheServersValuesAndWithoutAWarning() throws Exception {
        assertThat(running.printed()).contains("FLIP-CORE-0010");
        assertThat(running.complaintsOf("flipswitch", "openfeature", "micrometer", "microprofile"))
                .filteredOn(complaint -> !complaint.contains("FLIP-CDI-0013")) // a stalled machine starts slowly
                .isEmpty();
    }

    /** Jakarta Concurrency 3.0, section 3.4, ManagedThreadFactory. */
    @Test
    void theContainerMakesTheThreads() throws Exception {
        assertThat(http.answer(request("threads")).body())
                .contains("flipswitch-stream managed: " + runtime.runsThreadsDuringDeployment());
    }

    /** MicroProfile Health 4.0, section 5, endpoints. */
    @Test
    void theHealthCheckIsFound() throws Exception {
        assertThat(http.get(runtime.healthUrl(running.url())))
                .contains("\"flipswitch\"")
                .containsPattern("\"state\" *: *\"READY\"");
    }

    /** MicroProfile Metrics 5.1, section 4, REST endpoints. */
    @Test
    void theMetricsAreFound() throws Exception {
        assumeThat(runtime.metricsUrl(running.url()))
                .as("WildFly ships no MicroProfile Metrics")
                .isNotEmpty();
        assertThat(http.get(runtime.metricsUrl(running.url())))
                .contains("flipswitch_stream_silence", "flipswitch_flag_changes", "flipswitch_flag_propagation");
    }
}
