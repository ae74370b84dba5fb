package dev.flipswitch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Shop;
import jakarta.enterprise.inject.se.SeContainer;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A container for all tests of a class. */
@WithFlag(key = "sale", value = "true")
class SharedContainerTest {
    @SuppressWarnings("NullAway.Init") // start() does it
    private static SeContainer container;

    @BeforeAll
    static void start() {
        container = new Weld().addBeanClasses(Shop.class).initialize();
        assertThat(banner()).isEqualTo("Sale!");
    }

    @AfterAll
    static void stop() {
        container.close();
    }

    private static String banner() {
        return container.select(Shop.class).get().banner();
    }

    @RepeatedTest(2)
    void hasTheClassesFlagsAnewForEachTest(TestFlags flags) {
        assertThat(banner()).isEqualTo("Sale!");
        flags.set("sale", false).set("more", true);
        assertThat(banner()).isEqualTo("Welcome");
        assertThat(flags.client().getBooleanValue("more", false)).isTrue();
    }

    @Test
    @WithFlag(key = "sale", value = "false")
    void hasTheMethodsFlags(TestFlags flags) {
        assertThat(banner()).isEqualTo("Welcome");
        assertThat(flags.client().getBooleanValue("more", false)).isFalse();
    }
}
