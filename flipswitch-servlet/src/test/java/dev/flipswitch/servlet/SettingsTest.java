package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.servlet.cdi.ServletFlagsExtension;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the module's settings do to a web application as a whole. */
class SettingsTest {
    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        web.set("enabled", "false").set("public-flags", "a").set("gates", "/page=a");
        web.page("/page", (request, response) -> response.getWriter()
                .write(String.valueOf(request.getAttribute(RequestFlags.ATTRIBUTE))));
        web.start();
        assertThat(web.get("/page")).isEqualTo("null");
        assertThat(web.get("/flipswitch/flags")).isEqualTo("nothing at /flipswitch/flags");
    }

    @Test
    void doesNotStartWithNonsenseAndSaysAllOfIt() {
        web.set("enabled", "maybe").set("max-pages", "0");
        web.set("gates", "/good=a, beta=x,/labs=b else 302").set("attributes", "country=header:X-Country, a=b");
        web.set("trusted-proxies", "10.0.0.0/8, 10.0.0.0/40").set("context-resolver", "java.lang.String");
        web.set("public-flag", "a").set("tursted-proxies", "::1");
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(web::start)
                .withStackTraceContaining("flipswitch.servlet.enabled is 'maybe'")
                .withStackTraceContaining("flipswitch.servlet.max-pages is '0'")
                .withStackTraceContaining("flipswitch.servlet.gates has the entry 'beta=x'; it must be")
                .withStackTraceContaining("flipswitch.servlet.gates has the entry '/labs=b else 302'; it must be")
                .withStackTraceContaining("flipswitch.servlet.attributes has the entry 'a=b'; it must be")
                .withStackTraceContaining("flipswitch.servlet.trusted-proxies has the entry '10.0.0.0/40'; it must be")
                .withStackTraceContaining(
                        "FLIP-SERVLET-0005: flipswitch.servlet.context-resolver names java.lang.String");
        assertThat(log.containing("FLIP-SERVLET-0004"))
                .containsExactlyInAnyOrder(
                        "WARNING FLIP-SERVLET-0004: setting flipswitch.servlet.public-flag does not exist and"
                                + " has no effect; did you mean flipswitch.servlet.public-flags?",
                        "WARNING FLIP-SERVLET-0004: setting flipswitch.servlet.tursted-proxies does not exist"
                                + " and has no effect; did you mean flipswitch.servlet.trusted-proxies?");
    }

    @Test
    void doesNotStartWithPublicFlagsThatNoFlagCanBe() {
        web.set("public-flags", "dark mode,käse, dark-mod");
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(web::start)
                .withStackTraceContaining(
                        "FLIP-SERVLET-0015: flipswitch.servlet.public-flags has the entry 'dark mode';")
                .withStackTraceContaining("FLIP-SERVLET-0015: flipswitch.servlet.public-flags has the entry 'käse';");
    }

    @Test
    void warnsOnceOfAPublicFlagThatThereIsNot() throws Exception {
        web.set("public-flags", "sale, dark-mod");
        web.flagServer.set("sale", "true");
        web.unknown("dark-mod");
        web.start();
        assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"sale\":true}");
        assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"sale\":true}");
        assertThat(log.containing("FLIP-SERVLET-0032"))
                .singleElement()
                .asString()
                .contains("'dark-mod'", "WARNING");
    }

    /** The same source of settings as flipswitch-cdi's. */
    @Test
    void readsMicroProfileConfigWhereItIsThere() throws Exception {
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("flipswitch.domain", "shop", "flipswitch.servlet.gates", "/page=beta"), "test", 100))
                .build();
        resolver.releaseConfig(resolver.getConfig()); // another test's
        resolver.registerConfig(config, Thread.currentThread().getContextClassLoader());
        OpenFeatureAPI.getInstance()
                .setProviderAndWait("shop", FlipswitchProvider.offline(Map.of("beta", true, "sale", true)));
        try {
            web.page("/page", (request, response) -> response.getWriter()
                    .write("sale " + RequestFlags.of(request).getBoolean("sale", false)));
            web.start();
            assertThat(web.get("/page")).isEqualTo("sale true");
        } finally {
            resolver.releaseConfig(config);
        }
    }

    @Test
    void takesTheDomainOfTheOptionsThatABeanGives() throws Exception {
        OpenFeatureAPI.getInstance().setProviderAndWait("given", FlipswitchProvider.offline(Map.of("sale", true)));
        try (SeContainer container = new Weld()
                .disableDiscovery()
                .addExtension(new ServletFlagsExtension())
                .addBeanClass(Options.class)
                .initialize()) {
            container
                    .getBeanManager()
                    .getEvent()
                    .select(Object.class, Initialized.Literal.APPLICATION)
                    .fire(web.context.getServletContext());
            web.page("/page", (request, response) -> response.getWriter()
                    .write("sale " + RequestFlags.of(request).getBoolean("sale", false)));
            web.start();
            assertThat(web.get("/page")).isEqualTo("sale true");
        }
    }

    @ApplicationScoped
    static class Options {
        @Produces
        @Dependent
        FlipswitchOptions options() {
            return new FlipswitchOptions(Map.of("flipswitch.domain", "given"), Map.of());
        }
    }

    @Test
    void warnsOnceOfADomainWithoutAProvider() throws Exception {
        web.set("domain", "nowhere");
        web.page("/page", (request, response) -> response.getWriter()
                .write("sale " + RequestFlags.of(request).getBoolean("sale", false)));
        web.start();
        assertThat(web.get("/page")).isEqualTo("sale false");
        assertThat(web.get("/page")).isEqualTo("sale false");
        assertThat(log.containing("FLIP-SERVLET-0030"))
                .singleElement()
                .asString()
                .contains("'nowhere'");
    }
}
