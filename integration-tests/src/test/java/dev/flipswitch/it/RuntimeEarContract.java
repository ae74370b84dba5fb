package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.ModuleBean;
import dev.flipswitch.it.war.ModuleServlet;
import dev.flipswitch.it.war.Stock;
import dev.flipswitch.it.war.StockServlet;
import dev.flipswitch.it.war.Unseen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Enterprise applications of two web modules each: in one each module brings flipswitch, in one they share it but for the
 * filter, in one they share all, and in one an EJB module shares it, too, and one of the web modules has no use for it. Two
 * more cannot work.
 */
@Tag("runtimes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuntimeEarContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Class<?>[] BEANS = {
        Unseen.class,
        Unseen.Context.class,
        Unseen.Resolver.class,
        Unseen.Maker.class,
        Unseen.Engine.class,
        Unseen.Unused.class
    };

    @RegisterExtension
    final TestExecutionExceptionHandler explanation = (context, failure) -> explain(failure);

    private final JakartaRuntime runtime;
    private final FakeFlagServer flags = new FakeFlagServer();
    private final Http http = new Http();
    private RuntimeProcess running;

    @SuppressWarnings("NullAway.Init") // start() does it
    RuntimeEarContract(JakartaRuntime runtime) {
        this.runtime = runtime;
    }

    @BeforeAll
    void start(@TempDir Path work) throws IOException {
        flags.set("theme", "\"dark\"");
        flags.set("beta", "false");
        Path shop = Path.of(System.getProperty("shop.war"));
        Path apart = work.resolve("apart.ear");
        try (Ear ear = new Ear(apart)) {
            for (String name : List.of("apart-one", "apart-two")) {
                ear.file(name + ".war", module(work, name, war -> war.libsOf(shop)));
            }
        }
        Path split = work.resolve("split.ear");
        try (Ear ear = new Ear(split)) {
            ear.libsOf(shop, lib -> !isFilter(lib));
            for (String name : List.of("split-one", "split-two")) {
                ear.file(name + ".war", module(work, name, war -> war.libsOf(shop, RuntimeEarContract::isFilter)));
            }
        }
        Path shared = work.resolve("shared.ear");
        try (Ear ear = new Ear(shared)) {
            ear.libsOf(shop, lib -> true);
            for (String name : List.of("shared-one", "shared-two")) {
                ear.file(name + ".war", module(work, name, war -> war));
            }
        }
        Path stocked = work.resolve("stocked.ear");
        try (Ear ear = new Ear(stocked)) {
            ear.libsOf(shop, lib -> !isFilter(lib));
            ear.file("lib/seen.jar", jar(work.resolve("seen"), Unseen.class, Unseen.Context.class));
            ear.file("stock.jar", jar(work.resolve("stock"), Stock.class));
            ear.file(
                    "bare.war",
                    new ExplodedWar(work.resolve("bare"))
                            .file("page.txt", "bare")
                            .zip(work.resolve("bare.war")));
            ear.file(
                    "stocked-one.war", module(work, "stocked-one", war -> war.libsOf(shop, RuntimeEarContract::isFilter)
                            .classes(StockServlet.class, Unseen.Unused.class)));
        }
        Path unseen = work.resolve("unseen.ear");
        try (Ear ear = new Ear(unseen)) {
            ear.libsOf(shop, lib -> true);
            ear.file("unseen-one.war", module(work, "unseen-one", war -> war.classes(BEANS)));
        }
        Path twice = work.resolve("twice.ear");
        try (Ear ear = new Ear(twice)) {
            ear.libsOf(shop, lib -> true);
            ear.file("twice-one.war", module(work, "twice-one", war -> war.libsOf(shop)));
        }
        Map<String, String> settings = Map.of(
                "FLIPSWITCH_API_KEY",
                "key",
                "FLIPSWITCH_BASE_URL",
                flags.baseUrl(),
                "FLIPSWITCH_SERVLET_GATES",
                "/beta/* = beta");
        String log = runtime.getClass().getSimpleName() + "Ear";
        running = RuntimeProcess.started(
                runtime, work, log, List.of(apart, split, shared, stocked, unseen, twice), settings);
        for (String module : List.of("apart-one", "apart-two", "split-one", "split-two", "stocked-one")) {
            awaitStart(module);
        }
    }

    private static boolean isFilter(String lib) {
        return lib.startsWith("flipswitch-servlet");
    }

    /** What brings a module its libraries. */
    private interface Libraries {
        ExplodedWar addTo(ExplodedWar war) throws IOException;
    }

    private static Path module(Path work, String name, Libraries libraries) throws IOException {
        ExplodedWar war = new ExplodedWar(Files.createDirectory(work.resolve(name)))
                .classes(ModuleBean.class, ModuleServlet.class)
                .file("WEB-INF/beans.xml", "");
        return libraries.addTo(war).zip(work.resolve(name + ".war"));
    }

    private static Path jar(Path work, Class<?>... types) throws IOException {
        ExplodedWar classes = new ExplodedWar(work).classes(types);
        return new ExplodedWar(classes.folder().resolve("WEB-INF/classes"))
                .file("META-INF/beans.xml", "")
                .zip(work.resolve("packed.jar"));
    }

    void awaitStart(String module) {
        await().atMost(RuntimeProcess.START_LIMIT)
                .ignoreExceptions() // nobody listens yet
                .until(() -> statusOf(module + "/state") == 200);
    }

    @AfterAll
    void stop() {
        if (running != null) {
            running.close();
        }
        flags.close();
    }

    private void explain(Throwable failure) throws Throwable {
        throw running.explained(failure);
    }

    RuntimeProcess running() {
        return running;
    }

    int statusOf(String path) throws IOException, InterruptedException {
        return http.answer(HttpRequest.newBuilder(URI.create(running.url() + path)))
                .statusCode();
    }

    private String state(String module) throws IOException, InterruptedException {
        return http.get(running.url() + module + "/state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apart-one", "apart-two", "split-one", "split-two", "stocked-one"})
    void eachModuleFollowsItsFlagsAndKeepsItsGates(String module) throws Exception {
        checkFlagsAndGates(module);
    }

    void checkFlagsAndGates(String module) throws Exception {
        flags.change("beta", "false");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(state(module)).startsWith("dark dark dark closed "));
        assertThat(statusOf(module + "/beta/state")).isEqualTo(404);
        flags.change("beta", "true");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(state(module))
                .startsWith("dark dark dark open ")
                .contains("beta"));
        assertThat(statusOf(module + "/beta/state")).isEqualTo(200);
    }

    @Test
    void anEjbModuleFollowsItsFlagsAndKeepsItsGatesBesideAWebModuleWithoutAny() throws Exception {
        flags.change("beta", "false");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(stock()).startsWith("dark closed "));
        flags.change("beta", "true");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(stock()).startsWith("dark open ").contains("beta"));
        assertThat(statusOf("bare/page.txt")).isEqualTo(200);
        assertThat(flags.http().requests())
                .as("with the context of a bean in a library")
                .anyMatch(request -> new String(request.body(), StandardCharsets.UTF_8).contains("\"seen\":\"yes\""));
    }

    @Test
    void aModuleWhoseBeansTheSharedLibraryDoesNotSeeIsRefused() throws Exception {
        String bean = Unseen.class.getName() + "$";
        awaitRefusal(
                "unseen-one",
                "FLIP-CDI-0043: the EvaluationContextSupplier of " + bean + "Context ",
                "FLIP-CDI-0043: the FlipswitchOptions of " + bean + "Maker ",
                "FLIP-CDI-0043: the FeatureProvider of " + bean + "Maker ",
                "FLIP-CDI-0043: the @FlagVariant of " + bean + "Engine ",
                "FLIP-SERVLET-0036: the RequestContextResolver of " + bean + "Resolver ");
        assertThat(running.printed()).doesNotContain(" of " + bean + "Unused");
    }

    @Test
    void aModuleThatBringsFlipswitchBesideTheSharedLibraryIsRefused() throws Exception {
        awaitRefusal("twice-one", "FLIP-CDI-0044: ");
        assertThat(running.printed())
                .containsPattern("FLIP-CDI-0044: .*WEB-INF/lib/flipswitch-cdi-")
                .containsPattern("FLIP-CDI-0044: .*/lib/flipswitch-cdi-.* and in ");
    }

    private void awaitRefusal(String module, String... messages) throws Exception {
        await().atMost(RuntimeProcess.START_LIMIT)
                .untilAsserted(() -> assertThat(running.printed()).contains(messages));
        assertThat(statusOf(module + "/state")).isEqualTo(404);
    }

    private String stock() throws IOException, InterruptedException {
        return http.get(running.url() + "stocked-one/stock");
    }
}
