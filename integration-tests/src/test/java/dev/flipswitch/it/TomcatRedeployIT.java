package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.InjectedServlet;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that brings all it needs, deployed again and again on a Tomcat that has nothing but Tomcat. */
@Tag("tomcat")
class TomcatRedeployIT {
    /** OpenFeature's threads for events stay for a minute. */
    private static final Duration UNTIL_IDLE = Duration.ofMinutes(3);

    private static final int TIMES = 10;
    private static final String[] JSON = {"jakarta.json-api-", "parsson-"};

    @TempDir
    Path folder;

    private final FakeFlagServer flags = new FakeFlagServer();
    private final Tomcat tomcat = new Tomcat();
    private final Http http = new Http();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger("");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(new SimpleFormatter().format(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void start() throws Exception {
        log.addHandler(handler);
        System.setProperty("flipswitch.api-key", "key");
        System.setProperty("flipswitch.base-url", flags.baseUrl());
        flags.set("dark-mode", "true");
        Files.createDirectories(folder.resolve("tomcat/webapps"));
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setAddDefaultWebXmlToWebapp(false);
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        flags.close();
        log.removeHandler(handler);
        System.clearProperty("flipswitch.api-key");
        System.clearProperty("flipswitch.base-url");
    }

    private ExplodedWar war(String... more) throws Exception {
        return new ExplodedWar(folder.resolve("shop"))
                .libsOf(Path.of(System.getProperty("shop.war")))
                .jars(TomcatLib.jars(
                        "weld-servlet-",
                        "weld-environment-",
                        "weld-core-",
                        "weld-web-",
                        "weld-api-",
                        "weld-spi-",
                        "weld-lite-",
                        "jboss-logging-3",
                        "jboss-classfilewriter-",
                        "jakarta.enterprise.",
                        "jakarta.inject-",
                        "jakarta.interceptor-"))
                .jars(TomcatLib.jars(more))
                .classes(InjectedServlet.class)
                .file("WEB-INF/beans.xml", "");
    }

    private Context deploy(ExplodedWar war, ClassLoader lib) {
        tomcat.getHost().setParentClassLoader(lib);
        return tomcat.addWebapp("/shop", war.folder().toString());
    }

    private String flag() throws Exception {
        return http.get("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop/injected");
    }

    private WeakReference<ClassLoader> deployAndUndeploy(ExplodedWar war, ClassLoader lib) throws Exception {
        Context context = deploy(war, lib);
        assertThat(context.getState().isAvailable()).as(warnings.toString()).isTrue();
        flags.set("dark-mode", "true");
        assertThat(flag()).isEqualTo("{\"dark-mode\":true}");
        flags.awaitClient(LIMIT);
        flags.change("dark-mode", "false");
        await().atMost(LIMIT).until(() -> flag().equals("{\"dark-mode\":false}"));
        WeakReference<ClassLoader> loader =
                new WeakReference<>(context.getLoader().getClassLoader());
        tomcat.getHost().removeChild(context);
        return loader;
    }

    @Test
    void leavesNothingAndNoThreadThatTomcatWarnsOf() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (TomcatLib lib = new TomcatLib(List.of())) {
            ExplodedWar war = war(JSON);
            for (int time = 0; time < TIMES; time++) {
                loaders.add(deployAndUndeploy(war, lib));
            }
            assertThat(warnings)
                    .noneMatch(line ->
                            line.contains("FLIP-") || (line.contains("a thread named") && !line.contains("[weld-")));
            await().atMost(UNTIL_IDLE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                System.gc();
                assertThat(loaders).allMatch(loader -> loader.refersTo(null));
            });
        }
    }

    @Test
    void worksWithTheJsonOfTomcatsLib() throws Exception {
        try (TomcatLib lib = new TomcatLib(TomcatLib.jars(JSON))) {
            deployAndUndeploy(war(), lib);
        }
    }

    @Test
    void worksWithJsonInBothPlaces() throws Exception {
        try (TomcatLib lib = new TomcatLib(TomcatLib.jars(JSON))) {
            deployAndUndeploy(war(JSON), lib);
        }
    }

    @Test
    void saysWhatToAddWhereThereIsNoJson() throws Exception {
        try (TomcatLib lib = new TomcatLib(List.of())) {
            ExplodedWar war = war();
            assertThatThrownBy(() -> deploy(war, lib))
                    .rootCause()
                    .hasMessageContainingAll("FLIP-CDI-0039", "org.eclipse.parsson:parsson");
        }
    }
}
