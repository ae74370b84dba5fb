package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.cdi.FlipswitchExtension;
import dev.flipswitch.testing.ContainerFlags;
import dev.flipswitch.testing.WithFlag;
import jakarta.inject.Inject;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.AddExtensions;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;

@WithFlag(key = "sale", value = "true") // before the extension that starts the container
@EnableAutoWeld
@AddBeanClasses(Shop.class)
@AddExtensions({FlipswitchExtension.class, ContainerFlags.class})
class WeldJunitTest {
    @Inject
    Shop shop;

    @Test
    void shoutsDuringASale() {
        assertThat(shop.banner()).isEqualTo("Sale!");
    }

    @Test
    @WithFlag(key = "sale", value = "false")
    void isCalmOtherwise() {
        assertThat(shop.banner()).isEqualTo("Welcome");
    }
}
