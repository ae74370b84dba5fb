package dev.flipswitch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import org.junit.jupiter.api.Test;

/** Holds the first snippet of docs/testing.md word for word, and runs it. */
class BannerTest {
    /** A class of an application. */
    record Banner(Client flags) {
        String text() {
            return flags.getBooleanValue("sale", false) ? "Sale!" : flags.getStringValue("greeting", "Welcome");
        }
    }

    // snippet: banner
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
    // end
}
