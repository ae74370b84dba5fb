package dev.flipswitch.it.readme;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.shop.Checkout;
import com.example.shop.DarkMode;
import com.example.shop.OfflineFlags;
import com.example.shop.PriceList;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the documents show works as it stands there, in a package of the application's. */
class ReadmeTest {
    private final FakeFlagServer server = new FakeFlagServer();

    @AfterEach
    void cleanUp() {
        List.of("flipswitch.api-key", "flipswitch.base-url").forEach(System::clearProperty);
        OpenFeatureAPI.getInstance().shutdown();
        server.close();
    }

    @Test
    void theJavaSeSnippetEvaluatesAFlag() {
        server.set("dark-mode", "true");
        assertThat(DarkMode.isOn("key", server.baseUrl())).isTrue();
    }

    @Test
    void theConfigurationsOfflineSnippetSetsFlags() {
        OfflineFlags.set();
        assertThat(OpenFeatureAPI.getInstance().getClient().getIntegerValue("page-size", 0))
                .isEqualTo(20);
    }

    @Test
    void theCdiSnippetInjectsAndObserves() {
        System.setProperty("flipswitch.api-key", "key");
        System.setProperty("flipswitch.base-url", server.baseUrl());
        server.set("new-checkout", "true");
        try (SeContainer container = SeContainerInitializer.newInstance()
                .addBeanClasses(Checkout.class, PriceList.class)
                .initialize()) {
            RequestContextController request =
                    container.select(RequestContextController.class).get();
            request.activate();
            Checkout checkout = container.select(Checkout.class).get();
            assertThat(checkout.shippingCents()).as("unknown: the default").isZero();
            PriceList prices = container.select(PriceList.class).get();
            assertThat(prices.isOutdated()).isFalse();
            server.awaitClient(LIMIT);

            await().atMost(LIMIT).untilAsserted(() -> {
                server.change("free-shipping", "false");
                assertThat(prices.isOutdated()).isTrue();
            });

            assertThat(checkout.shippingCents()).isEqualTo(490);
            request.deactivate();
        }
    }
}
