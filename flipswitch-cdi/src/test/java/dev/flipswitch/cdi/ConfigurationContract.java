package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where providers come from. */
abstract class ConfigurationContract extends ContainerContract {
    ConfigurationContract(Kind kind) {
        super(kind);
    }

    @Dependent
    static class Page {
        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> own;

        @Inject
        @Flag("dark-mode")
        Optional<Boolean> ifKnown;

        @Inject
        Instance<FlipswitchProvider> provider;
    }

    @Dependent
    static class TwoDomains {
        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> own;

        @Inject
        @Flag(value = "invoices", domain = "billing")
        FlagValue<String> other;
    }

    @Dependent
    static class Circle {
        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkMode;

        @Inject
        @Flag("dark-mode")
        Provider<Boolean> asked;

        @Produces
        @Dependent
        FlipswitchOptions options() {
            return new FlipswitchOptions(Map.of("flipswitch.flags.dark-mode", "true"), Map.of());
        }
    }

    @Test
    void aFlagIsNotNeededToMakeItsOwnProvider() {
        assertThat(failure(Circle.class))
                .contains("FLIP-CDI-0019: the flag 'dark-mode' at ")
                .contains("$Circle.darkMode is injected into the bean that makes")
                .doesNotContain("asked");
    }

    @Test
    void startsWithoutAKeyWhereThatIsAllowed() {
        System.clearProperty("flipswitch.api-key");
        System.setProperty("flipswitch.optional", "true");
        try (SeContainer container = start(Page.class)) {
            Page page = container.select(Page.class).get();
            assertThat(page.own.get()).isFalse();
            assertThat(page.ifKnown).isEmpty();
            assertThat(page.provider.get()).isNotNull();
        }
    }

    @Test
    void doesNotTakeNonsenseForAMissingKey() {
        System.clearProperty("flipswitch.api-key");
        System.setProperty("flipswitch.optional", "true");
        System.setProperty("flipswitch.realtime", "maybe");
        assertThat(failure(Page.class)).contains("flipswitch.realtime");
    }

    @Test
    void refusesNonsenseAboutWhetherAKeyIsNeeded() {
        System.setProperty("flipswitch.optional", "maybe");
        assertThat(failure(Page.class))
                .contains("FLIP-CORE-0042: flipswitch.optional is 'maybe'; it must be true or false");
    }

    @Test
    void evaluatesInSeveralDomains() {
        System.setProperty("flipswitch.domains.billing.flags.invoices", "new");
        server.set("dark-mode", "true");
        try (SeContainer container = start(TwoDomains.class)) {
            TwoDomains page = container.select(TwoDomains.class).get();
            assertThat(page.own.get()).isTrue();
            assertThat(page.other.get()).isEqualTo("new");
        }
        assertThat(OpenFeatureAPI.getInstance().getProviderMetadata("billing").getName())
                .as("gone with the application")
                .isNotEqualTo("flipswitch");
    }

    @Test
    void namesMisspeltSettingsAsTheyWereGiven() {
        System.setProperty("flipswitch.domains.billing.flags.invoices", "new");
        System.setProperty("flipswitch.domains.billing.baseUlr", "x");
        System.setProperty("flipswitch.domains.billing.flag.x", "x");
        System.setProperty("flipswitch.polling-intervall", "1s");
        try (Log log = new Log();
                SeContainer container = start(TwoDomains.class)) {
            assertThat(container.select(TwoDomains.class).get().other.get()).isEqualTo("new");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("FLIP-CORE-0041"))
                    .hasSize(3)
                    .anyMatch(line -> line.contains("setting flipswitch.domains.billing.baseUlr does not exist")
                            && line.contains("mean flipswitch.domains.billing.base-url?"))
                    .anyMatch(line -> line.contains("setting flipswitch.domains.billing.flag.x does not exist")
                            && line.contains("mean flipswitch.domains.billing.flags?"))
                    .anyMatch(line -> line.contains("setting flipswitch.polling-intervall does not exist")
                            && line.contains("mean flipswitch.polling-interval?"));
        }
    }

    @Test
    void namesAMisspeltKeyOfADomainAsItWasGiven() {
        System.setProperty("flipswitch.domains.billing.apiKey", "x");
        assertThat(failure(TwoDomains.class)).contains("flipswitch.domains.billing.apiKey");
    }

    @Dependent
    static class Underneath {
        @Inject
        Client own;

        @Inject
        @FlagDomain("billing")
        Client billing;

        @Inject
        @FlagDomain("billing")
        Provider<FlipswitchProvider> provider;
    }

    @Test
    void injectsTheClientAndTheProviderOfAnotherDomain() {
        System.setProperty("flipswitch.domains.billing.flags.invoices", "new");
        try (SeContainer container = start(Underneath.class)) {
            Underneath beans = container.select(Underneath.class).get();
            assertThat(beans.own.getMetadata().getDomain()).isEqualTo("flipswitch");
            assertThat(beans.billing.getMetadata().getDomain()).isEqualTo("billing");
            assertThat(beans.billing.getStringValue("invoices", "old")).isEqualTo("new");
            assertThat(OpenFeatureAPI.getInstance().getProvider("billing")).isSameAs(beans.provider.get());
        }
    }

    @Test
    void injectsTheClientOfAProducedDomain() {
        System.clearProperty("flipswitch.api-key");
        try (SeContainer container = start(Underneath.class, GivenProviders.class)) {
            Underneath beans = container.select(Underneath.class).get();
            assertThat(beans.billing.getMetadata().getDomain()).isEqualTo("billing");
            assertThatThrownBy(beans.provider::get).hasStackTraceContaining("FLIP-CDI-0012");
        }
    }

    @Test
    void namesTheDomainWhoseSettingsAreWrong() {
        System.setProperty("flipswitch.domains.billing.base-url", "flags.example.com");
        assertThat(failure(TwoDomains.class))
                .contains("FLIP-CDI-0011: the settings flipswitch.domains.billing.*")
                .contains("flipswitch.domains.billing.base-url is 'flags.example.com'");
    }

    @Test
    void namesTheKeyThatADomainLacks() {
        System.setProperty("flipswitch.domains.billing.base-url", server.baseUrl());
        assertThat(failure(TwoDomains.class))
                .contains("flipswitch.domains.billing.api-key", "FLIPSWITCH_DOMAINS_BILLING_API_KEY")
                .doesNotContain("FLIPSWITCH_API_KEY", "property flipswitch.api-key");
    }

    @Test
    void warnsOfADomainThatNothingIsKnownOf() {
        try (Log log = new Log();
                SeContainer container = start(TwoDomains.class)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(log.lines()).anyMatch(line -> line.contains("FLIP-CDI-0010") && line.contains("'billing'"));
        }
    }

    @ApplicationScoped
    static class GivenOptions {
        @Produces
        @Dependent
        FlipswitchOptions options() {
            return new FlipswitchOptions(Map.of("flipswitch.flags.dark-mode", "true"), Map.of());
        }
    }

    @Test
    void takesOptionsFromABean() {
        System.clearProperty("flipswitch.api-key");
        try (SeContainer container = start(Page.class, GivenOptions.class)) {
            assertThat(container.select(Page.class).get().own.get()).isTrue();
        }
    }

    @ApplicationScoped
    static class GivenProviders {
        static final AtomicReference<InMemoryProvider> BILLING = new AtomicReference<>();

        @Produces
        @Dependent
        FeatureProvider own() {
            return new NoOpProvider() {
                @Override
                public Metadata getMetadata() {
                    return () -> "the application's";
                }
            };
        }

        @Produces
        @Dependent
        @FlagDomain("billing")
        FeatureProvider billing() {
            InMemoryProvider provider = new InMemoryProvider(Map.of());
            BILLING.set(provider);
            return provider;
        }
    }

    @Test
    void takesWholeProvidersFromBeansAndTellsWhatTheyTell() {
        System.clearProperty("flipswitch.api-key");
        try (SeContainer container = start(Page.class, TwoDomains.class, GivenProviders.class)) {
            assertThat(OpenFeatureAPI.getInstance()
                            .getProviderMetadata("flipswitch")
                            .getName())
                    .isEqualTo("the application's");
            Page page = container.select(Page.class).get();
            assertThat(page.own.get()).isFalse();
            assertThatThrownBy(page.provider::get).hasStackTraceContaining("FLIP-CDI-0012");

            List<String> told = new CopyOnWriteArrayList<>();
            TwoDomains two = container.select(TwoDomains.class).get();
            InMemoryProvider billing = Objects.requireNonNull(GivenProviders.BILLING.get());
            var registration = two.other.onChange(told::add);
            billing.emitProviderConfigurationChanged(ProviderEventDetails.builder()
                    .flagsChanged(List.of("invoices"))
                    .build());
            await().atMost(LIMIT).until(() -> told.contains(""));
            registration.close();
        }
    }

    @ApplicationScoped
    static class Hanging {
        static final AtomicReference<CountDownLatch> GONE = new AtomicReference<>(new CountDownLatch(1));

        @Produces
        @Dependent
        FeatureProvider own() {
            CountDownLatch gone = new CountDownLatch(1);
            GONE.set(gone);
            return new NoOpProvider() {
                @Override
                public void initialize(dev.openfeature.sdk.EvaluationContext context) throws InterruptedException {
                    gone.await();
                }
            };
        }
    }

    @Test
    @Timeout(120)
    void aProviderThatHangsHoldsTheDeploymentUpForTwoSecondsOnly() {
        try (SeContainer container = start(Page.class, Hanging.class)) { // else it would wait for ever
            assertThat(container.select(Page.class).get().own.get()).isFalse();
        } finally {
            Objects.requireNonNull(Hanging.GONE.get()).countDown();
        }
    }
}
