package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.EvaluationContextSupplier;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found at deployment. */
abstract class DeploymentContract extends ContainerContract {
    private static final String PLACE = DeploymentContract.class.getName() + "$";

    DeploymentContract(Kind kind) {
        super(kind);
    }

    enum Size {
        SMALL,
        LARGE
    }

    record Odd(Thread thread) {}

    @Dependent
    static class Wrong {
        @Inject
        @Flag("a-thread")
        Thread thread;

        @Inject
        @Flag("a-map")
        Provider<Map<String, String>> map;

        @Inject
        @Flag("raw")
        @SuppressWarnings("rawtypes") // it is what is wrong
        Supplier raw;

        @Inject
        @Flag("engine")
        Runnable withoutVariants;

        @Inject
        @Flag("an-odd-one")
        Supplier<List<Odd>> odd;

        @Inject
        @Flag(value = "dark-mode", defaultValue = "yes")
        boolean darkMode;

        @Inject
        @Flag(value = "page-size", defaultValue = "3000000000")
        Supplier<Integer> pageSize;

        @Inject
        @Flag(value = "size", defaultValue = "HUGE")
        Size size;

        @Inject
        @Flag("no-default")
        Size withoutDefault;

        @Inject
        @Flag("optional")
        Optional<Size> fineWithoutDefault;

        @Inject
        @Flag("")
        boolean withoutKey;

        @Inject
        Wrong(@Flag("dark mode") boolean spaced, @Flag("two-types") boolean first) {
            assertThat(spaced).isEqualTo(first);
        }
    }

    @Dependent
    static class Other {
        @Inject
        @Flag("two-types")
        Supplier<String> second;
    }

    @Test
    void reportsAllProblemsTogetherWithPlaceKeyAndRemedy() {
        assertThat(failure(Wrong.class, Other.class))
                .contains("FLIP-CDI-0004: the flag 'a-thread' at " + PLACE
                        + "Wrong.thread cannot be a java.lang.Thread. Use boolean")
                .contains("FLIP-CDI-0004: the flag 'a-map' at " + PLACE + "Wrong.map cannot be a java.util.Map")
                .contains("FLIP-CDI-0004: the flag 'raw' at " + PLACE
                        + "Wrong.raw cannot be a java.util.function.Supplier. Use boolean")
                .contains(
                        "FLIP-CDI-0040: the flag 'engine' at " + PLACE
                                + "Wrong.withoutVariants cannot be a java.lang.Runnable, because no bean of that type has @FlagVariant")
                .contains("because of java.lang.Thread in " + PLACE + "Odd.thread")
                .contains("FLIP-CDI-0001: the default value 'yes' of the flag 'dark-mode' at " + PLACE
                        + "Wrong.darkMode is not a valid Boolean")
                .contains("3000000000 does not fit into Integer")
                .contains("'HUGE' is none of Size's constants [SMALL, LARGE]")
                .contains("FLIP-CDI-0005: the flag 'no-default' at " + PLACE + "Wrong.withoutDefault")
                .contains("FLIP-CDI-0006: '' at " + PLACE + "Wrong.withoutKey")
                .contains("FLIP-CDI-0006: 'dark mode' at new " + PLACE + "Wrong(), parameter 1")
                .contains("FLIP-CDI-0007: the flag 'two-types' is ")
                .contains(PLACE + "Other.second")
                .contains(PLACE + "Wrong(), parameter 2")
                .doesNotContain("'optional'");
    }

    interface Pricing {
        int cents();
    }

    @ApplicationScoped
    @FlagVariant(flag = "pricing", value = "v1")
    static class OldPricing implements Pricing {
        @Override
        public int cents() {
            return 1;
        }
    }

    @Dependent
    static class Chooser {
        @Inject
        @Flag(value = "pricing", defaultValue = "v1")
        Pricing byVariant;

        @Inject
        @Flag("labs")
        Supplier<String> labs;

        @Inject
        @Flag(value = "labs", domain = "billing")
        Supplier<String> anotherDomains;

        @Inject
        @Flag("reports")
        Optional<Boolean> agrees;

        @FeatureGate("labs")
        void experiment() {}

        @FeatureGate("pricing")
        void gated() {}

        @FeatureGate("reports")
        void report() {}
    }

    @Dependent
    static class Counter {
        @Inject
        @Flag("pricing")
        int number;
    }

    @Test
    void takesAGateForABooleanFlagAndAChoiceOfVariantsForAString() {
        assertThat(failure(Chooser.class, Counter.class, OldPricing.class))
                .contains("FLIP-CDI-0007: the flag 'labs' is a string flag at " + PLACE
                        + "Chooser.labs and a boolean flag at " + PLACE + "Chooser.experiment()")
                .containsPattern(
                        "FLIP-CDI-0007: the flag 'pricing' is an? (string|integer) flag at .*(byVariant|number)"
                                + " and an? (integer|string) flag at .*(number|byVariant)")
                .containsPattern(
                        "FLIP-CDI-0007: the flag 'pricing' is an? (string|integer) flag at .* and a boolean flag at "
                                + Pattern.quote(PLACE + "Chooser.gated()"))
                .doesNotContain("'reports'");
    }

    @Test
    void reportsTheConfigurationWithTheRest() {
        System.clearProperty("flipswitch.api-key");
        assertThat(failure(Wrong.class)).contains("FLIP-CORE-0021").contains("FLIP-CDI-0001");
    }

    @ApplicationScoped
    static class Shop {
        @Inject
        @Flag("dark-mode")
        boolean fixed;

        @Inject
        @Flag("new-checkout")
        Supplier<Boolean> live;

        @Inject
        @Flag("free-shipping")
        Provider<Boolean> alsoLive;

        void on(@Observes String event, @Flag("observed") boolean readForEach) {}
    }

    @RequestScoped
    static class Visit {
        @Inject
        @Flag("of-a-visit")
        boolean fixed;
    }

    @Test
    void warnsOfValuesThatAreReadOnceForABeanThatLivesLong() {
        try (Log log = new Log();
                SeContainer container = start(Shop.class, Visit.class)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(log.lines())
                    .filteredOn(warning -> warning.contains("FLIP-CDI-0008"))
                    .singleElement()
                    .asString()
                    .contains("'dark-mode' at " + PLACE + "Shop.fixed", "@ApplicationScoped", "Inject a Supplier");
        }
    }

    static class Page extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Inject
        @Flag("dark-mode")
        boolean fixed;
    }

    static class Guard extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Inject
        @Flag("dark-mode")
        transient Optional<Boolean> fixed;
    }

    static class Beginning implements ServletContextListener {
        @Inject
        @Flag("dark-mode")
        boolean fixed;
    }

    @Stateless
    static class Mailer {
        @Inject
        @Flag("dark-mode")
        boolean fixed;
    }

    @jakarta.ws.rs.Path("prices")
    @Singleton
    static class Prices {
        @Inject
        @Flag("dark-mode")
        boolean fixed;
    }

    @jakarta.ws.rs.ext.Provider
    static class Mapper implements ExceptionMapper<IllegalStateException> {
        @Inject
        @Flag("dark-mode")
        boolean fixed;

        @Override
        public Response toResponse(IllegalStateException failure) {
            return Response.serverError().build();
        }
    }

    @jakarta.ws.rs.Path("visits")
    @RequestScoped
    static class Visits {
        @Inject
        @Flag("dark-mode")
        boolean fixed;
    }

    @Test
    void warnsOfServletsAndFiltersAndEjbsAndSingletonsOfJaxRs() {
        try (Log log = new Log();
                SeContainer container = start(
                        Page.class,
                        Guard.class,
                        Beginning.class,
                        Mailer.class,
                        Prices.class,
                        Mapper.class,
                        Visits.class)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(log.lines())
                    .filteredOn(warning -> warning.contains("FLIP-CDI-0008"))
                    .hasSize(6)
                    .anyMatch(warning -> warning.contains("Page.fixed") && warning.contains("jakarta.servlet.Servlet"))
                    .anyMatch(warning -> warning.contains("Guard.fixed") && warning.contains("jakarta.servlet.Filter"))
                    .anyMatch(warning -> warning.contains("Beginning.fixed")
                            && warning.contains("jakarta.servlet.ServletContextListener"))
                    .anyMatch(warning -> warning.contains("Mailer.fixed") && warning.contains("@jakarta.ejb.Stateless"))
                    .anyMatch(warning -> warning.contains("Prices.fixed") && warning.contains("@Singleton"))
                    .anyMatch(warning ->
                            warning.contains("Mapper.fixed") && warning.contains("@jakarta.ws.rs.ext.Provider"));
        }
    }

    /** A module whose class is found there alone, and everything else here, too. */
    private static URLClassLoader module(Path folder, Class<?> own) throws IOException {
        copy(own, folder);
        URLClassLoader module = new URLClassLoader(new URL[] {folder.toUri().toURL()}, own.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                Class<?> known = findLoadedClass(name);
                return name.equals(own.getName())
                        ? known == null ? findClass(name) : known
                        : super.loadClass(name, resolve);
            }
        };
        Thread.currentThread().setContextClassLoader(module);
        return module;
    }

    private static void copy(Class<?> type, Path folder) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            Files.copy(in, file);
        }
    }

    @Test
    void takesBeansOfAModuleBelowThatAreSeen(@TempDir Path folder) throws Exception {
        try (URLClassLoader module = module(folder, com.example.shop.Deployment.class);
                SeContainer container = start(module.loadClass(com.example.shop.Deployment.class.getName()))) {
            assertThat(container
                            .select(EvaluationContextSupplier.class)
                            .get()
                            .get()
                            .getTargetingKey())
                    .isEqualTo("shop");
        }
    }

    @Test
    void refusesAModuleThatBringsItAgainAndNamesBothPlaces(@TempDir Path folder) throws Exception {
        copy(FlipswitchExtension.class, folder);
        try (URLClassLoader module = module(folder, com.example.shop.Deployment.class)) {
            assertThat(failure(module.loadClass(com.example.shop.Deployment.class.getName())))
                    .contains("FLIP-CDI-0044")
                    .contains(folder.toString())
                    .contains(FlipswitchExtension.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath()
                            .replaceFirst("/$", ""));
        }
    }
}
