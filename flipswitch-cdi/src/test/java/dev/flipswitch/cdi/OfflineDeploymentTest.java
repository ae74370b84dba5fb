package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.Client;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags from system properties and a file: no API key, no server. */
class OfflineDeploymentTest extends ContainerContract {
    @TempDir
    Path folder;

    OfflineDeploymentTest() {
        super(Kind.WELD);
    }

    @BeforeEach
    void haveNoServer() {
        System.clearProperty("flipswitch.api-key");
        System.clearProperty("flipswitch.base-url");
    }

    @Dependent
    static class Page {
        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkMode;

        @Inject
        @Flag(value = "unknown", defaultValue = "true")
        boolean onByDefault;

        @Inject
        FlipswitchProvider provider;
    }

    @Test
    void injectsFlagsFromSystemPropertiesWithoutAnApiKey() {
        System.setProperty("flipswitch.flags.dark-mode", "true");
        try (SeContainer container = start(Page.class)) {
            Page page = container.select(Page.class).get();
            assertThat(page.darkMode.get()).isTrue();
            assertThat(page.onByDefault).isTrue();
            assertThat(page.provider.getSseStatus()).isEqualTo(SseStatus.DISCONNECTED);
        }
    }

    @Test
    void injectsFlagsFromAFileBehindSystemProperties() throws IOException {
        Path file = Files.writeString(folder.resolve("flags.json"), "{\"dark-mode\": false, \"page-size\": 20}");
        System.setProperty("flipswitch.offline.file", file.toString());
        System.setProperty("flipswitch.flags.dark-mode", "true");
        try (SeContainer container = start(Page.class)) {
            Client client = container.select(Client.class).get();
            assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
            assertThat(client.getIntegerValue("page-size", 0)).isEqualTo(20);
        }
    }

    @Test
    void doesNotDeployWithAFileThatIsNotThere() {
        Path missing = folder.resolve("missing.json");
        System.setProperty("flipswitch.offline.file", missing.toString());
        assertThatThrownBy(() -> start(Page.class))
                .hasMessageContaining("FLIP-CORE-0043")
                .hasMessageContaining(missing.toString());
    }

    @Test
    void doesNotDeployWithNonsenseAndSaysAllOfIt() {
        System.setProperty("flipswitch.realtime", "maybe");
        System.setProperty("flipswitch.polling-interval", "30");
        assertThatThrownBy(() -> start(Page.class))
                .hasMessageContaining("flipswitch.realtime is 'maybe'")
                .hasMessageContaining("flipswitch.polling-interval is '30'")
                .hasMessageContaining("no API key");
    }
}
