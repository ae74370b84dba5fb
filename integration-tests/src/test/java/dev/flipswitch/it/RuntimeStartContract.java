package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.Early;
import dev.flipswitch.it.war.EarlyBean;
import dev.flipswitch.it.war.EarlyListener;
import dev.flipswitch.it.war.EarlyServlet;
import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.CsvSource;

/** What the parts of an application that a runtime makes first see of the flags. */
@Tag("runtimes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuntimeStartContract {
    @RegisterExtension
    final TestExecutionExceptionHandler explanation = (context, failure) -> explain(failure);

    private final JakartaRuntime runtime;
    private final FakeFlagServer flags = new FakeFlagServer();
    private final Http http = new Http();
    private RuntimeProcess running;

    @SuppressWarnings("NullAway.Init") // start() does it
    RuntimeStartContract(JakartaRuntime runtime) {
        this.runtime = runtime;
    }

    @BeforeAll
    void start(@TempDir Path work) throws IOException {
        flags.set("theme", "\"dark\"");
        flags.set("items", "7");
        Path war = new ExplodedWar(work.resolve("exploded"))
                .libsOf(Path.of(System.getProperty("shop.war")))
                .classes(Early.class, EarlyBean.class, EarlyListener.class, EarlyServlet.class)
                .file("WEB-INF/beans.xml", "")
                .zip(work.resolve("early.war"));
        Map<String, String> settings = Map.of("FLIPSWITCH_API_KEY", "key", "FLIPSWITCH_BASE_URL", flags.baseUrl());
        String log = runtime.getClass().getSimpleName() + "Start";
        running = RuntimeProcess.started(runtime, work, log, List.of(war), settings);
        await().atMost(RuntimeProcess.START_LIMIT)
                .ignoreExceptions() // nobody listens yet
                .until(() -> readBy("nobody").equals("nothing"));
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

    private String readBy(String whom) throws IOException, InterruptedException {
        return http.get(running.url() + "early/read?" + whom);
    }

    @ParameterizedTest
    @CsvSource({"bean, dark 7 dark", "listener, dark 7"})
    void whateverTheContainerMakesFirstSeesTheServersValues(String part, String values) throws Exception {
        assertThat(readBy(part)).isEqualTo(values);
    }

    @Test
    void theStartFindsTheServerThatIsThere() throws Exception {
        assertThat(running.printed())
                .contains("FLIP-CORE-0010")
                .doesNotContain("FLIP-CDI-0002", "FLIP-CDI-0013", "FLIP-CORE-0011", "PROVIDER_NOT_READY");
    }

    @Test
    void aPlainValueThereIsNamedSinceItStays() throws Exception {
        assertThat(running.complaintsOf("flip-cdi-0008"))
                .anySatisfy(line -> assertThat(line).contains("EarlyBean"))
                .anySatisfy(line -> assertThat(line).contains("EarlyListener"));
    }
}
