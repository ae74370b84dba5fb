package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.cdi.PassivatingScope.Passivated;
import dev.openfeature.sdk.Client;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Beans that the container writes to disk and reads again, as it may with those of sessions, conversations and views, and with
 * stateful EJBs. CDI 4.0, section 17.5, passivation and passivating scopes.
 */
abstract class PassivationContract extends ContainerContract {
    PassivationContract(Kind kind) {
        super(kind);
    }

    interface Pricing {
        int cents();
    }

    @ApplicationScoped
    @FlagVariant(flag = "pricing", value = "v1")
    static class OldPricing implements Pricing {
        @Override
        public int cents() {
            return 100;
        }
    }

    @ApplicationScoped
    @FlagVariant(flag = "pricing", value = "v2")
    static class NewPricing implements Pricing {
        @Override
        public int cents() {
            return 90;
        }
    }

    @Passivated
    static class Basket implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @Flag("express")
        Supplier<Boolean> supplier;

        @Inject
        @Flag("express")
        FlagValue<Boolean> value;

        @Inject
        @Flag("express")
        Provider<Boolean> provider;

        @Inject
        @Flag("express")
        Instance<Boolean> instance;

        @Inject
        Client client;

        @Inject
        @FlagDomain("flipswitch")
        Client sameClient;

        @Inject
        @Flag(value = "pricing", defaultValue = "v1")
        Pricing pricing;

        List<Boolean> live() {
            return List.of(
                    supplier.get(),
                    value.get(),
                    provider.get(),
                    instance.get(),
                    client.getBooleanValue("express", false),
                    sameClient.getBooleanValue("express", false));
        }

        int cents() {
            return pricing.cents();
        }

        @FeatureGate(value = "express", fallback = "slowly")
        String send() {
            return "express";
        }

        String slowly() {
            return "slowly";
        }

        @FeatureGate("express")
        String track() {
            return "tracked";
        }
    }

    @Passivated
    @FeatureGate(value = "express", fallback = "slowly")
    static class Parcel implements Serializable {
        private static final long serialVersionUID = 1L;

        String send() {
            return "express";
        }

        String slowly() {
            return "slowly";
        }
    }

    @BeforeEach
    void someFlags() {
        server.set("express", "false");
        server.set("pricing", "\"v1\"");
    }

    @Test
    void gatesAndFlagsOfAPassivatedBeanFollowTheirFlags() {
        try (SeContainer container = start(
                List.of(new PassivatingScope()), Basket.class, Parcel.class, OldPricing.class, NewPricing.class)) {
            Basket basket = container.select(Basket.class).get();
            Parcel parcel = container.select(Parcel.class).get();
            awaitConnection(container);
            assertThat(basket.live()).containsOnly(false);
            assertThat(basket.cents()).isEqualTo(100);
            assertThat(basket.send()).isEqualTo("slowly");
            assertThat(parcel.send()).isEqualTo("slowly");
            assertThatThrownBy(basket::track).isInstanceOf(FeatureDisabledException.class);

            server.change("express", "true");
            server.change("pricing", "\"v2\"");

            await().atMost(LIMIT).until(() -> basket.cents() == 90);
            assertThat(basket.live()).containsOnly(true);
            assertThat(basket.send()).isEqualTo("express");
            assertThat(parcel.send()).isEqualTo("express");
            assertThat(basket.track()).isEqualTo("tracked");
        }
    }
}
