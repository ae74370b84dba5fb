package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                        "flipswitch.flags.dark-mode",
                        "flipswitch.optional");
        assertThat(settings.main().environment()).containsOnlyKeys("FLIPSWITCH_CACHE_FILE", "FLIPSWITCH_OPTIONAL");
    }

    @Test
    void aDomainsVariableGoesBeforeTheApplicationsProperty() {
        Settings settings = new Settings(
                Map.of("flipswitch.base-url", "http://one", "flipswitch.init-timeout", "1s"),
                Map.of("FLIPSWITCH_DOMAINS_BIG_SHOP_BASE_URL", "http://two"));
        assertThat(settings.of("big-shop").properties())
                .isEqualTo(Map.of("flipswitch.domain", "big-shop", "flipswitch.init-timeout", "1s"));
        assertThat(settings.of("big-shop").environment()).isEqualTo(Map.of("FLIPSWITCH_BASE_URL", "http://two"));
    }

    @Test
    void whatIsBlankOfADomainIsTheApplications() {
        Settings settings = new Settings(
                Map.of("flipswitch.base-url", "http://one", "flipswitch.domains.shop.base-url", " "),
                Map.of("FLIPSWITCH_DOMAINS_SHOP_BASE_URL", ""));
        assertThat(settings.of("shop").properties()).containsEntry("flipswitch.base-url", "http://one");
        assertThat(settings.of("shop").environment()).isEmpty();
        assertThat(settings.named("shop", "flipswitch.base-url is bad")).isEqualTo("flipswitch.base-url is bad");
    }

    @Test
    void noDomainInheritsAnotherEnvironmentOfFlags() {
        Settings settings = new Settings(
                Map.of("flipswitch.api-key", "key", "flipswitch.flags.dark-mode", "true", "flipswitch.domain", "main"),
                Map.of(
                        "FLIPSWITCH_API_KEY", "key",
                        "FLIPSWITCH_HEADERS", "X-API-Key=key",
                        "OFREP_HEADERS", "X-API-Key=key",
                        "FLIPSWITCH_CACHE_FILE", "main.cache",
                        "FLIPSWITCH_FLAGS", "{}",
                        "FLIPSWITCH_OFFLINE_FILE", "main.json"));
        assertThat(settings.of("shop").properties()).isEqualTo(Map.of("flipswitch.domain", "shop"));
        assertThat(settings.of("shop").environment()).isEmpty();
    }

    @Test
    void readsWhetherAKeyIsOptionalAsEveryOtherSetting() {
        assertThat(new Settings(Map.of(), Map.of()).isOptional()).isFalse();
        assertThat(new Settings(Map.of("flipswitch.optional", " TRUE "), Map.of()).isOptional())
                .isTrue();
        assertThat(new Settings(Map.of("flipswitch.optional", " "), Map.of("FLIPSWITCH_OPTIONAL", "true")).isOptional())
                .isTrue();
        assertThatThrownBy(() -> new Settings(Map.of(), Map.of("FLIPSWITCH_OPTIONAL", "yes")).isOptional())
                .hasMessage("FLIP-CORE-0042: FLIPSWITCH_OPTIONAL is 'yes'; it must be true or false");
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
