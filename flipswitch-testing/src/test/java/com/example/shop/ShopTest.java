package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.testing.TestFlags;
import dev.flipswitch.testing.WithFlag;
import jakarta.enterprise.inject.se.SeContainer;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

class ShopTest {
    @Test
    @WithFlag(key = "sale", value = "true")
    void shoutsDuringASaleOnly(TestFlags flags) {
        try (SeContainer container = new Weld().addBeanClasses(Shop.class).initialize()) {
            Shop shop = container.select(Shop.class).get();
            assertThat(shop.banner()).isEqualTo("Sale!");

            flags.set("sale", false);

            assertThat(shop.banner()).isEqualTo("Welcome");
            await().until(() -> shop.changes().size() == 1); // @Observes FlagChanged
        }
    }
}
