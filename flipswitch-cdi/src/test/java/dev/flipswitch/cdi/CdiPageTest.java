package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Basket;
import com.example.shop.Deployment;
import com.example.shop.Flags;
import com.example.shop.Till;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.Test;

/** What docs/cdi.md shows works as it stands there, in a package of the application's. */
class CdiPageTest extends ContainerContract {
    CdiPageTest() {
        super(Kind.WELD);
    }

    private static Class<?> shops(String name) throws ClassNotFoundException {
        return Class.forName("com.example.shop." + name);
    }

    @Test
    void theGateAndTheVariantsDoWhatThePageSays() throws ClassNotFoundException {
        server.set("new-checkout", "false");
        server.set("pricing", "\"v2\"");
        try (SeContainer container =
                start(Basket.class, Till.class, shops("OldPricing"), shops("NewPricing"), Deployment.class)) {
            assertThat(container.select(Basket.class).get().checkout(2)).isEqualTo("2 items, as ever");
            assertThat(container.select(Till.class).get().total(2)).isEqualTo(180);
            assertThat(server.http().requests())
                    .filteredOn(request -> request.path().equals(FakeFlagServer.EVALUATION + "/pricing"))
                    .allMatch(request -> request.bodyText().contains("\"region\":\"north\""))
                    .isNotEmpty();
        }
    }

    @Test
    void theProducersTakeThePlaceOfTheSettings() throws ClassNotFoundException {
        System.clearProperty("flipswitch.api-key");
        try (SeContainer container = start(Flags.class, Till.class, shops("OldPricing"), shops("NewPricing"))) {
            assertThat(container.select(Till.class).get().total(1)).isEqualTo(90);
            assertThat(OpenFeatureAPI.getInstance().getClient("billing").getBooleanValue("invoices", false))
                    .isTrue();
        }
    }
}
