package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.SseStatus;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The extension on Weld SE, with nothing but the two settings. */
class InjectionTest {
    private final FakeFlagServer server = new FakeFlagServer();

    @BeforeEach
    void configure() {
        System.setProperty("flipswitch.api-key", "secret-key");
        System.setProperty("flipswitch.base-url", server.baseUrl());
    }

    @AfterEach
    void cleanUp() {
        List.of("flipswitch.api-key", "flipswitch.base-url", "flipswitch.domain")
                .forEach(System::clearProperty);
        server.close();
    }

    private static SeContainer start() {
        return new Weld()
                .disableDiscovery()
                .addExtensions(new FlipswitchExtension())
                .addBeanClasses(Page.class, Visit.class, Recorder.class)
                .initialize();
    }

    @Dependent
    static class Page {
        @Inject
        @Flag("dark-mode")
        boolean darkMode;

        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkModeNow;

        @Inject
        @Flag(value = "unknown", defaultValue = "true")
        boolean onByDefault;

        @Inject
        @Flag("unknown")
        Supplier<Boolean> offByDefault;

        @Inject
        Client client;

        @Inject
        FlipswitchProvider provider;
    }

    @RequestScoped
    static class Visit {
        boolean isActive() {
            return true;
        }
    }

    @ApplicationScoped
    static class Recorder {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkMode;

        @Inject
        Visit visit;

        void on(@Observes FlagChanged event) {
            seen.add(event.key() + "=" + darkMode.get() + "/" + visit.isActive());
            if (event.key().equals("broken")) {
                throw new IllegalStateException("an observer that fails must not end the events");
            }
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void injectsValuesAndSuppliersAndTheClient() {
        server.set("dark-mode", "false");
        try (SeContainer container = start()) {
            Page page = container.select(Page.class).get();
            assertThat(page.darkMode).isFalse();
            assertThat(page.darkModeNow.get()).isFalse();
            assertThat(page.onByDefault).isTrue();
            assertThat(page.offByDefault.get()).isFalse();
            assertThat(page.client.getBooleanValue("dark-mode", true)).isFalse();
            assertThat(page.provider.getSseStatus()).isNotNull();
        }
    }

    @Test
    void firesFlagChangedWhenTheNewValueIsVisible() {
        server.set("dark-mode", "false");
        try (SeContainer container = start()) {
            Page page = container.select(Page.class).get();
            Recorder recorder = container.select(Recorder.class).get();
            await().atMost(LIMIT).until(() -> page.provider.getSseStatus() == SseStatus.CONNECTED);

            server.send("event: flag-updated\ndata: {\"flagKey\":\"broken\"}\n\n");
            server.change("dark-mode", "true");

            await().atMost(LIMIT).until(() -> recorder.seen().contains("dark-mode=true/true"));
            assertThat(recorder.seen()).anyMatch(seen -> seen.startsWith("broken="));
            assertThat(page.darkModeNow.get()).isTrue();
            assertThat(page.darkMode).as("read when it was injected").isFalse();
            assertThat(container.select(Page.class).get().darkMode).isTrue();
        }
    }

    @Test
    void startsWithDefaultsWhileTheServerIsDown() {
        server.http().stop();
        server.set("dark-mode", "true");
        try (SeContainer container = start()) {
            Page page = container.select(Page.class).get();
            assertThat(page.darkModeNow.get()).isFalse();
            assertThat(page.onByDefault).isTrue();

            server.http().start();

            await().atMost(LIMIT).until(page.darkModeNow::get);
        }
    }

    @Test
    void goesWithTheApplication() {
        try (SeContainer container = start()) {
            container.select(Page.class).get();
            assertThat(OpenFeatureAPI.getInstance()
                            .getProviderMetadata("flipswitch")
                            .getName())
                    .isEqualTo("flipswitch");
        }
        assertThat(OpenFeatureAPI.getInstance()
                        .getProviderMetadata("flipswitch")
                        .getName())
                .isNotEqualTo("flipswitch");
        await().atMost(LIMIT).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("flipswitch-")));
    }

    @Test
    void registersUnderAnotherDomain() {
        System.setProperty("flipswitch.domain", "shop");
        try (SeContainer container = start()) {
            assertThat(container.select(Client.class).get().getMetadata().getDomain())
                    .isEqualTo("shop");
            assertThat(OpenFeatureAPI.getInstance().getProviderMetadata("shop").getName())
                    .isEqualTo("flipswitch");
        }
    }

    @Test
    void doesNotDeployWithoutAKey() {
        System.clearProperty("flipswitch.api-key");
        assertThatThrownBy(() -> start())
                .hasMessageContaining("FLIP-CORE-0021")
                .hasMessageContaining("FLIPSWITCH_API_KEY");
    }

    @Test
    void doesNotDeployWithABadBaseUrl() {
        System.setProperty("flipswitch.base-url", "flags.example.com");
        assertThatThrownBy(() -> start()).hasMessageContaining("'flags.example.com'");
    }
}
