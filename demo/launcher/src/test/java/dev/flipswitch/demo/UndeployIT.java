package dev.flipswitch.demo;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.servlet.DecoratingListener;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the shop in a Jetty that goes on after it: docs/cdi.md, start and end. */
class UndeployIT {
    /** OpenFeature's threads for events stay for a minute, and inherit the application's class loader. */
    private static final Duration UNTIL_IDLE = Duration.ofMinutes(3);

    /** Jetty's connections, also the last one that was closed, remember the application that they led to. */
    private static final Duration CONNECTION = Duration.ofSeconds(1);

    private static final int TIMES = 20;

    @TempDir
    Path folder;

    private final FakeFlagServer flags = new FakeFlagServer();
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final ContextHandlerCollection applications = new ContextHandlerCollection();
    private final HttpClient browser = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        System.setProperty("flipswitch.api-key", "key");
        System.setProperty("flipswitch.base-url", flags.baseUrl());
        flags.set("dark-mode", "false");
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(CONNECTION.toMillis());
        jetty.addConnector(connector);
        jetty.setHandler(applications);
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
        flags.close();
        System.clearProperty("flipswitch.api-key");
        System.clearProperty("flipswitch.base-url");
    }

    private WeakReference<ClassLoader> deployAndUndeploy(Path war) throws Exception {
        WebAppContext shop = new WebAppContext(war.toString(), "/");
        shop.setThrowUnavailableOnStartupException(true);
        shop.addConfiguration(new AnnotationConfiguration());
        shop.setAttribute("org.eclipse.jetty.cdi", "CdiDecoratingListener");
        shop.addEventListener(new DecoratingListener(shop, "org.eclipse.jetty.cdi.decorator"));
        applications.addHandler(shop);
        shop.start();
        use();
        WeakReference<ClassLoader> loader = new WeakReference<>(shop.getClassLoader());
        shop.stop();
        applications.removeHandler(shop);
        shop.destroy();
        return loader;
    }

    /** Until a change has come by the event stream. */
    private void use() throws Exception {
        flags.set("dark-mode", "false");
        assertThat(state()).contains("\"darkMode\":false");
        flags.awaitClient(LIMIT);
        await().atMost(LIMIT).until(() -> {
            flags.change("dark-mode", "true");
            return state().contains("\"darkMode\":true");
        });
    }

    private String state() throws IOException, InterruptedException {
        URI state = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/state");
        return browser.send(HttpRequest.newBuilder(state).build(), BodyHandlers.ofString())
                .body();
    }

    private void deployAndUndeployManyTimes(Path war, String... threads) throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            loaders.add(deployAndUndeploy(war));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .noneMatch(name -> Arrays.stream(threads).anyMatch(name::startsWith)));
        }
        await().atMost(UNTIL_IDLE).pollInterval(CONNECTION.multipliedBy(2)).untilAsserted(() -> {
            assertThat(state()).as("a new connection").contains("404");
            System.gc();
            assertThat(loaders).allMatch(loader -> loader.refersTo(null));
        });
    }

    @Test
    void nothingIsLeftOfAnApplicationThatBroughtOpenFeatureAlong() throws Exception {
        deployAndUndeployManyTimes(Path.of(System.getProperty("shop.war", "")), "flipswitch-", "openfeature-");
    }

    /** The API is then this class's own, as a container's or another application's would be. */
    @Test
    void nothingIsLeftOfAnApplicationThatSharesOpenFeatureAndOthersGoOn() throws Exception {
        AtomicBoolean disturbed = new AtomicBoolean();
        FeatureProvider others = new NoOpProvider() {
            @Override
            public void shutdown() {
                disturbed.set(true);
            }
        };
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait("another application", others);
        api.setProviderAndWait(others);
        deployAndUndeployManyTimes(withoutOpenFeature(Path.of(System.getProperty("shop.war", ""))), "flipswitch-");
        assertThat(api.getProvider("another application")).isSameAs(others);
        assertThat(api.getProvider()).isSameAs(others);
        assertThat(api.getProviderMetadata("flipswitch").getName())
                .as("the shop's domain")
                .isEqualTo(new NoOpProvider().getMetadata().getName());
        assertThat(disturbed).isFalse();
        api.shutdown();
    }

    private Path withoutOpenFeature(Path war) throws IOException {
        Path lean = folder.resolve("lean.war");
        try (ZipFile from = new ZipFile(war.toFile());
                OutputStream file = Files.newOutputStream(lean);
                ZipOutputStream to = new ZipOutputStream(file)) {
            for (ZipEntry entry : List.copyOf(from.stream().toList())) {
                if (!entry.getName().startsWith("WEB-INF/lib/sdk-")) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(to);
                }
            }
        }
        return lean;
    }
}
