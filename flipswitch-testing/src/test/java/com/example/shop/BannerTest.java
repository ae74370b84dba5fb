package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.testing.TestFlags;
import dev.flipswitch.testing.WithFlag;
import dev.openfeature.sdk.Client;
import org.junit.jupiter.api.Test;

class BannerTest {
    record Banner(Client flags) { // a class of the application
        String text() {
            return flags.getBooleanValue("sale", false) ? "Sale!" : flags.getStringValue("greeting", "Welcome");
        }
    }

    @Test
    @WithFlag(key = "sale", value = "true")
    void shoutsDuringASale(Client client) {
        assertThat(new Banner(client).text()).isEqualTo("Sale!");
    }

    @Test
    @WithFlag(key = "sale", value = "true")
    void calmsDownWhenTheSaleEnds(TestFlags flags) {
        Banner banner = new Banner(flags.client());
        flags.set("sale", false).set("greeting", "Hello");
        assertThat(banner.text()).isEqualTo("Hello");
    }
}
