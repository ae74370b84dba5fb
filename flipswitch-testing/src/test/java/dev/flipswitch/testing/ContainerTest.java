package dev.flipswitch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.shop.Shop;
import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlipswitchExtension;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.NoOpProvider;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.openwebbeans.se.OWBInitializer;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flags in containers, several of them at once. */
@Execution(ExecutionMode.CONCURRENT)
class ContainerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    enum Kind {
        WELD,
        OPEN_WEB_BEANS;

        SeContainerInitializer initializer() {
            return this == WELD ? new Weld() : new OWBInitializer();
        }
    }

    /** OpenWebBeans knows an application by its context class loader. */
    @BeforeEach
    void beAnApplication() {
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], loader));
    }

    @AfterEach
    void beNone() {
        Thread.currentThread().setContextClassLoader(loader);
    }

    private void checkASale(SeContainerInitializer initializer, TestFlags flags) {
        try (SeContainer container = initializer.addBeanClasses(Shop.class).initialize()) {
            Shop shop = container.select(Shop.class).get();
            assertThat(shop.banner()).isEqualTo("Sale!");
            flags.set("sale", false);
            assertThat(shop.banner()).isEqualTo("Welcome");
            await().atMost(LIMIT).until(() -> !shop.changes().isEmpty());
            assertThat(shop.changes()).containsExactly("sale Optional[true] Optional[false]");
        }
    }

    @ParameterizedTest
    @EnumSource
    @WithFlag(key = "sale", value = "true")
    void findsTheFlagsByItself(Kind kind, TestFlags flags) {
        checkASale(kind.initializer(), flags);
    }

    @ParameterizedTest
    @EnumSource
    @WithFlag(key = "sale", value = "true")
    void worksWhereNothingIsDiscovered(Kind kind, TestFlags flags) {
        checkASale(
                kind.initializer().disableDiscovery().addExtensions(new FlipswitchExtension(), new ContainerFlags()),
                flags);
    }

    @ParameterizedTest
    @EnumSource
    @WithFlag(key = "sale", value = "false")
    void takesTheFlagsThatAreGivenOverThoseThatItFinds(Kind kind) {
        try (TestFlags others = new TestFlags().set("sale", true)) {
            checkASale(kind.initializer().addExtensions(new ContainerFlags(others)), others);
        }
    }

    @Dependent
    static class OwnProvider {
        @Produces
        @Dependent
        FeatureProvider none() {
            return new NoOpProvider();
        }
    }

    @ParameterizedTest
    @EnumSource
    @WithFlag(key = "sale", value = "true")
    void takesTheTestsFlagsOverTheApplicationsOwnProvider(Kind kind, TestFlags flags) {
        checkASale(kind.initializer().addBeanClasses(OwnProvider.class), flags);
    }

    @Dependent
    static class Office {
        @Inject
        @Flag(value = "invoices", domain = "billing")
        Supplier<Boolean> invoices;
    }

    /** A domain's name is the whole JVM's, so one container follows the other. */
    @Test
    @WithFlag(key = "invoices", domain = "billing", value = "true")
    void takesADomainsFlagsToo(TestFlags flags) {
        for (Kind kind : Kind.values()) {
            flags.in("billing").set("invoices", true);
            try (SeContainer container =
                    kind.initializer().addBeanClasses(Office.class).initialize()) {
                Office office = container.select(Office.class).get();
                assertThat(office.invoices.get()).as("%s", kind).isTrue();
                flags.in("billing").set("invoices", false);
                assertThat(office.invoices.get()).as("%s", kind).isFalse();
            }
        }
    }

    @Test
    @WithFlag(key = "sale", value = "true")
    void anotherContainerOfTheTestMayGo(TestFlags flags) {
        SeContainer other = new Weld().addBeanClasses(Shop.class).initialize();
        try (SeContainer container = new Weld().addBeanClasses(Shop.class).initialize()) {
            other.close();
            Shop shop = container.select(Shop.class).get();
            assertThat(shop.banner()).isEqualTo("Sale!");
            flags.set("sale", false);
            await().atMost(LIMIT).until(() -> !shop.changes().isEmpty());
        }
    }
}
