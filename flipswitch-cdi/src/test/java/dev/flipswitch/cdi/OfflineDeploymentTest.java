package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.SseStatus;
import dev.openfeature.sdk.Client;
import jakarta.enterprise.inject.se.SeContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The extension on Weld SE with flags from system properties and a file: no API key, no server. */
class OfflineDeploymentTest {
    private final Set<String> given = new HashSet<>();

    @TempDir
    Path folder;

    @AfterEach
    void cleanUp() {
        given.forEach(System::clearProperty);
    }

    private void set(String property, String value) {
        given.add(property);
        System.setProperty(property, value);
    }

    private static SeContainer start() {
        return new Weld()
                .disableDiscovery()
                .addExtensions(new FlipswitchExtension())
                .addBeanClasses(InjectionTest.Page.class)
                .initialize();
    }

    @Test
    void injectsFlagsFromSystemPropertiesWithoutAnApiKey() {
        set("flipswitch.flags.dark-mode", "true");
        try (SeContainer container = start()) {
            InjectionTest.Page page = container.select(InjectionTest.Page.class).get();
            assertThat(page.darkMode).isTrue();
            assertThat(page.darkModeNow.get()).isTrue();
            assertThat(page.onByDefault).as("unknown: the default").isTrue();
            assertThat(page.offByDefault.get()).as("unknown: the default").isFalse();
            assertThat(page.provider.getSseStatus()).isEqualTo(SseStatus.DISCONNECTED);
        }
    }

    @Test
    void injectsFlagsFromAFileBehindSystemProperties() throws IOException {
        Path file = Files.writeString(folder.resolve("flags.json"), "{\"dark-mode\": false, \"page-size\": 20}");
        set("flipswitch.offline.file", file.toString());
        set("flipswitch.flags.dark-mode", "true");
        try (SeContainer container = start()) {
            Client client = container.select(Client.class).get();
            assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
            assertThat(client.getIntegerValue("page-size", 0)).isEqualTo(20);
        }
    }

    @Test
    void doesNotDeployWithAFileThatIsNotThere() {
        Path missing = folder.resolve("missing.json");
        set("flipswitch.offline.file", missing.toString());
        assertThatThrownBy(() -> start())
                .hasMessageContaining("FLIP-CORE-0043")
                .hasMessageContaining(missing.toString());
    }

    @Test
    void doesNotDeployWithNonsenseAndSaysAllOfIt() {
        set("flipswitch.realtime", "maybe");
        set("flipswitch.polling-interval", "30");
        assertThatThrownBy(() -> start())
                .hasMessageContaining("flipswitch.realtime is 'maybe'")
                .hasMessageContaining("flipswitch.polling-interval is '30'")
                .hasMessageContaining("no API key");
    }
}
