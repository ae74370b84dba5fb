package dev.flipswitch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagChanged;
import dev.flipswitch.cdi.FlipswitchExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.openwebbeans.se.OWBInitializer;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

/** Holds the snippet of docs/testing.md about CDI word for word, and runs it. */
class ContainerTest {
    /** A bean of an application. */
    @ApplicationScoped
    static class Shop {
        private final List<String> changes = new CopyOnWriteArrayList<>();

        @Inject
        @Flag("sale")
        Supplier<Boolean> sale;

        String banner() {
            return sale.get() ? "Sale!" : "Welcome";
        }

        void on(@Observes FlagChanged change) {
            changes.add(change.key() + " " + change.oldValue(Boolean.class) + " " + change.newValue(Boolean.class));
        }

        List<String> changes() {
            return changes;
        }
    }

    // snippet: container
    @Test
    @WithFlag(key = "sale", value = "true")
    void shoutsDuringASaleOnly(TestFlags flags) {
        try (SeContainer container = new Weld() // or another container's SeContainerInitializer
                .disableDiscovery()
                .addExtensions(new FlipswitchExtension(), new ContainerFlags(flags))
                .addBeanClasses(Shop.class)
                .initialize()) {
            Shop shop = container.select(Shop.class).get();
            assertThat(shop.banner()).isEqualTo("Sale!");

            flags.set("sale", false);

            assertThat(shop.banner()).isEqualTo("Welcome");
            await().until(() -> shop.changes().size() == 1); // @Observes FlagChanged
        }
    }
    // end

    @Test
    @WithFlag(key = "sale", value = "true")
    void worksOnOpenWebBeans(TestFlags flags) {
        SeContainerInitializer initializer = new OWBInitializer()
                .disableDiscovery()
                .addExtensions(new FlipswitchExtension(), new ContainerFlags(flags))
                .addBeanClasses(Shop.class);
        try (SeContainer container = initializer.initialize()) {
            Shop shop = container.select(Shop.class).get();
            assertThat(shop.banner()).isEqualTo("Sale!");
            flags.set("sale", false);
            assertThat(shop.banner()).isEqualTo("Welcome");
            await().until(() -> !shop.changes().isEmpty());
            assertThat(shop.changes()).containsExactly("sale Optional[true] Optional[false]");
        }
    }
}
