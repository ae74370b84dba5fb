package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.RedeployedServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is deployed over itself while the runtime goes on. */
@Tag("runtimes")
abstract class RuntimeRedeployContract {
    private static final int TIMES = 4;

    /** OpenFeature's threads for events stay for a minute, where it is not the application's own. */
    private static final Duration UNTIL_IDLE = Duration.ofMinutes(3);

    private final JakartaRuntime runtime;
    private final FakeFlagServer flags = new FakeFlagServer();
    private final Http http = new Http();

    @TempDir
    Path work;

    RuntimeRedeployContract(JakartaRuntime runtime) {
        this.runtime = runtime;
    }

    @AfterEach
    void stop() {
        flags.close();
    }

    @Test
    void leavesNothingOfTheApplicationsBeforeIt() throws IOException {
        flags.set("theme", "\"dark\"");
        Map<String, String> settings = Map.of("FLIPSWITCH_API_KEY", "key", "FLIPSWITCH_BASE_URL", flags.baseUrl());
        String log = runtime.getClass().getSimpleName() + "Redeploy";
        Path war = war(0);
        try (RuntimeProcess running = RuntimeProcess.started(runtime, work, log, List.of(war), settings)) {
            explained(running, () -> {
                awaitVersion(running, 0);
                for (int version = 1; version <= TIMES; version++) {
                    Files.move(war(version), war, StandardCopyOption.REPLACE_EXISTING);
                    awaitVersion(running, version);
                }
                await().atMost(UNTIL_IDLE)
                        .pollInterval(Duration.ofSeconds(1)) // each collects the garbage
                        .untilAsserted(() -> assertThat(which(running)).endsWith(" 1 of " + (TIMES + 1)));
            });
        }
    }

    private static void explained(RuntimeProcess running, ThrowingRunnable test) throws IOException {
        try {
            test.run();
        } catch (Throwable failure) {
            throw running.explained(new AssertionError(failure));
        }
    }

    /** Waits until a deployment answers, and has its event stream. */
    private void awaitVersion(RuntimeProcess running, int version) {
        await().atMost(RuntimeProcess.START_LIMIT)
                .ignoreExceptions() // nobody listens yet
                .until(() -> which(running).startsWith(version + " dark "));
        flags.awaitClient(Duration.ofSeconds(20));
    }

    private String which(RuntimeProcess running) throws IOException, InterruptedException {
        return http.get(running.url() + "redeployed/which");
    }

    private Path war(int version) throws IOException {
        Path folder = Files.createDirectory(work.resolve("version-" + version));
        return new ExplodedWar(folder.resolve("exploded"))
                .libsOf(Path.of(System.getProperty("shop.war")))
                .withoutLib("slf4j-jdk14") // Open Liberty's loggers keep the class that first asked for them
                .classes(RedeployedServlet.class)
                .file("WEB-INF/beans.xml", "")
                .file("version.txt", String.valueOf(version))
                .zip(folder.resolve("redeployed.war"));
    }
}
