package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.Api;
import dev.flipswitch.it.war.InjectedServlet;
import dev.flipswitch.it.war.Reports;
import dev.flipswitch.it.war.Theme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application on TomEE plus: OpenWebBeans, CXF, and MicroProfile's older APIs. */
@Tag("runtimes")
class TomEeIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeFlagServer flags = new FakeFlagServer();
    private final Http http = new Http();

    @AfterEach
    void stop() {
        flags.close();
    }

    private int statusOf(String url) throws IOException, InterruptedException {
        return http.answer(HttpRequest.newBuilder(URI.create(url))).statusCode();
    }

    @Test
    void deploysInjectsFlagsAndHoldsGatesClosedUntilTheyAreOpened(@TempDir Path work) throws Exception {
        flags.set("theme", "\"dark\"");
        flags.set("dark-mode", "true");
        flags.set("reports", "false");
        Path war = new ExplodedWar(work.resolve("exploded"))
                .libsOf(Path.of(System.getProperty("shop.war")))
                .classes(Api.class, Reports.class, Theme.class, InjectedServlet.class)
                .file("WEB-INF/beans.xml", "")
                .zip(work.resolve("apis.war"));
        Map<String, String> settings = Map.of("FLIPSWITCH_API_KEY", "key", "FLIPSWITCH_BASE_URL", flags.baseUrl());
        try (RuntimeProcess running = RuntimeProcess.started(new TomEe(), work, "TomEe", List.of(war), settings)) {
            String url = running.url() + "apis/";
            try {
                await().atMost(RuntimeProcess.START_LIMIT)
                        .ignoreExceptions() // nobody listens yet
                        .until(() -> statusOf(url + "api/theme") == 200);
                flags.awaitClient(LIMIT);
                assertThat(http.get(url + "api/theme")).isEqualTo("dark");
                assertThat(http.get(url + "injected")).isEqualTo("{\"dark-mode\":true}");
                assertThat(statusOf(url + "api/reports")).isEqualTo(404);
                assertThat(statusOf(url + "api/reports/all"))
                        .as("the gate's own status")
                        .isEqualTo(451);

                flags.change("reports", "true");

                await().atMost(LIMIT).until(() -> statusOf(url + "api/reports") == 200);
                assertThat(running.printed()).contains("FLIP-CORE-0010");
            } catch (RuntimeException e) { // what is waited for does not come
                throw running.explained(e);
            } catch (AssertionError e) {
                throw running.explained(e);
            }
        }
    }
}
