package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.RawSseClient;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole loop on Jetty with Weld and Jersey: an HTTP call toggles, the server stores and broadcasts, the shop's
 * client drops what it had cached, CDI fires {@code FlagChanged}, and what is injected, evaluated and rendered is new.
 */
class LoopIT {
    @TempDir
    static Path data;

    private static DemoProcess demo;

    private final Http http = new Http();

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.running(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private void toggle(String flag, boolean enabled) throws Exception {
        assertThat(http.toggle(demo.serverUrl(), DemoProcess.ADMIN_TOKEN, flag, enabled)
                        .statusCode())
                .isEqualTo(200);
    }

    private String state() throws Exception {
        return http.get(demo.shopUrl() + "state");
    }

    @Test
    void carriesAToggleToTheInjectedValueAndTheOpenPage() throws Exception {
        await().atMost(LIMIT).until(() -> state().contains("\"darkMode\":false"));
        try (RawSseClient page = RawSseClient.connect(URI.create(demo.shopUrl() + "flipswitch/events"))) {
            page.awaitHead(LIMIT);

            toggle("dark-mode", true);

            page.awaitEvent(event -> event.data().contains("\"dark-mode\":true"), LIMIT);
            assertThat(state())
                    .as("@Inject @Flag, at the first request after the page's event")
                    .contains("\"darkMode\":true");
            assertThat(http.get(demo.shopUrl())).as("${flags['dark-mode']}").contains("data-theme=\"dark\"");
        }
    }

    @Test
    void carriesAToggleToASupplierAndToTheRequestsFlags() throws Exception {
        toggle("free-shipping", true);
        toggle("winter-sale", true);
        await().atMost(LIMIT)
                .until(() -> state().contains("\"banner\":true") && state().contains("\"shippingCents\":0"));
        toggle("free-shipping", false);
        toggle("winter-sale", false);
        await().atMost(LIMIT)
                .until(() -> state().contains("\"banner\":false") && state().contains("\"shippingCents\":490"));
    }

    @Test
    void carriesAToggleToACdiObserver() throws Exception {
        toggle("winter-sale", true);
        await().atMost(LIMIT).until(() -> demo.output().stream()
                .anyMatch(line -> line.contains("The flag winter-sale changed from false to true")));
        toggle("winter-sale", false);
        await().atMost(LIMIT).until(() -> demo.output().stream()
                .anyMatch(line -> line.contains("The flag winter-sale changed from true to false")));
    }
}
