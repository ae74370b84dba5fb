package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.FlipswitchOptions;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void aDomainInheritsAllButWhatSaysWhichFlagsTheseAre() {
        Settings settings = new Settings(
                Map.of(
                        "flipswitch.api-key", "main",
                        "flipswitch.base-url", "http://one",
                        "flipswitch.init-timeout", "1s",
                        "flipswitch.flags.dark-mode", "true",
                        "flipswitch.optional", "true",
                        "flipswitch.domains.billing.flags.invoices", "new",
                        "flipswitch.domains.shop.api-key", "shop's"),
                Map.of(
                        "FLIPSWITCH_CACHE_FILE", "main.cache",
                        "FLIPSWITCH_OPTIONAL", "true",
                        "FLIPSWITCH_DOMAINS_BILLING_BASE_URL", "http://two"));

        assertThat(settings.isOptional()).isTrue();
        assertThat(settings.domains(Set.of("billing", "other"))).containsExactly("billing", "shop");
        FlipswitchOptions billing = settings.of("billing");
        assertThat(billing.properties())
                .isEqualTo(Map.of(
                        "flipswitch.domain", "billing",
                        "flipswitch.init-timeout", "1s",
                        "flipswitch.flags.invoices", "new"));
        assertThat(billing.environment()).isEqualTo(Map.of("FLIPSWITCH_BASE_URL", "http://two"));
        assertThat(settings.main().properties())
                .containsOnlyKeys(
                        "flipswitch.api-key",
                        "flipswitch.base-url",
                        "flipswitch.init-timeout",
                        "flipswitch.flags.dark-mode");
        assertThat(settings.main().environment()).containsOnlyKeys("FLIPSWITCH_CACHE_FILE");
    }

    @Test
    void aDomainIsKnownByItsVariableAlone() {
        Settings settings = new Settings(Map.of(), Map.of("FLIPSWITCH_DOMAINS_BIG_SHOP_API_KEY", "key"));
        assertThat(settings.domains(Set.of("big-shop", "big"))).containsExactlyInAnyOrder("big-shop", "big");
    }

    @Test
    void namesADomainsSettingsAsTheyAreGiven() {
        Settings settings = new Settings(
                Map.of("flipswitch.domains.big-shop.base-url", "x"),
                Map.of("FLIPSWITCH_DOMAINS_BIG_SHOP_REALTIME", "y"));
        assertThat(
                        settings.named(
                                "big-shop",
                                "flipswitch.base-url, FLIPSWITCH_REALTIME, flipswitch.api-key; flipswitch.realtime of flipswitch.io."))
                .isEqualTo("flipswitch.domains.big-shop.base-url, FLIPSWITCH_DOMAINS_BIG_SHOP_REALTIME,"
                        + " flipswitch.domains.big-shop.api-key; flipswitch.realtime of flipswitch.io.");
    }

    @Test
    void readsMicroProfileConfigWhereItIsThere() {
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("flipswitch.base-url", "http://${host}", "host", "flags.example.com"), "test", 100))
                .addDefaultInterceptors()
                .build();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        resolver.registerConfig(config, loader);
        try {
            assertThat(Settings.read().main().properties())
                    .containsEntry("flipswitch.base-url", "http://flags.example.com");
        } finally {
            resolver.releaseConfig(config);
        }
    }
}
