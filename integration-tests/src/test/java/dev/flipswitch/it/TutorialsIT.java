package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.shop.FlagStart;
import com.example.shop.Greeting;
import com.example.shop.SaleLog;
import com.example.shop.Welcome;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.servlet.FlipswitchFilter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tutorials make works as it stands there: web applications with and without CDI, and the server's settings. */
class TutorialsIT {
    @TempDir
    Path folder;

    private final FakeFlagServer flagServer = new FakeFlagServer();
    private final Http http = new Http();
    private final Tomcat tomcat = new Tomcat();

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        flagServer.close();
        System.clearProperty("flipswitch.api-key");
        System.clearProperty("flipswitch.base-url");
    }

    /** Without the container's initializers whose names match. */
    private void deploy(ExplodedWar war, String withoutInitializers) throws Exception {
        System.setProperty("flipswitch.api-key", "my-development-key");
        System.setProperty("flipswitch.base-url", flagServer.baseUrl());
        flagServer.set("sale", "false");
        Files.createDirectories(folder.resolve("tomcat/webapps"));
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Context context = tomcat.addWebapp("/shop", war.folder().toString());
        ((StandardContext) context).setContainerSciFilter(withoutInitializers);
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false); // the tests' own, and large
        tomcat.start();
    }

    /** The answer changes with the flag. */
    private void assertFollowsTheFlag(String path) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path;
        assertThat(http.get(url)).isEqualToIgnoringNewLines("Welcome");
        flagServer.awaitClient(LIMIT);
        flagServer.change("sale", "true");
        await().atMost(LIMIT).until(() -> http.get(url).strip().equals("Sale!"));
    }

    @Test
    void aWebApplicationWithCdiFollowsItsFlag() throws Exception {
        ExplodedWar war = new ExplodedWar(folder.resolve("shop"))
                .classes(Welcome.class, SaleLog.class)
                .file("WEB-INF/beans.xml", "");
        Lines lines = new Lines();
        Logger log = Logger.getLogger("shop");
        log.addHandler(lines);
        try {
            deploy(war, "");
            assertFollowsTheFlag("/shop/welcome");
            await().atMost(LIMIT).until(() -> lines.texts.contains("the sale begins"));
        } finally {
            log.removeHandler(lines);
        }
    }

    @Test
    void aWebApplicationWithoutCdiFollowsItsFlag() throws Exception {
        ExplodedWar war = new ExplodedWar(folder.resolve("shop"))
                .classes(FlagStart.class, Greeting.class)
                .jarsOf(FlipswitchFilter.class);
        deploy(war, "org\\.jboss\\.weld\\..*"); // the tests have Weld, the tutorial's reader has not
        assertFollowsTheFlag("/shop/greeting");
    }

    @Test
    void theServerStartsWithTheSettingsThatTheOperatorWrites() throws Exception {
        String page = Files.readString(Path.of("../docs/operator.md"));
        int start = page.indexOf("umask 077\n");
        assertThat(start).isNotNegative();
        Process shell = new ProcessBuilder("sh", "-e", "-c", page.substring(start, page.indexOf("```", start)))
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        Path file = folder.resolve("flipswitch.properties");
        Properties written = new Properties();
        written.load(Files.newBufferedReader(file));

        try (ServerProcess server =
                new ServerProcess(folder, Map.of("FLIPSWITCH_SERVER_CONFIG_FILE", file.toString()))) {
            assertThat(http.isOk(server.url() + "health/ready")).isTrue();
            assertThat(metrics(server, written.getProperty("flipswitch.server.metrics-token")))
                    .isEqualTo(200);
            assertThat(metrics(server, "another-token-than-this")).isEqualTo(401);
        }
    }

    private int metrics(ServerProcess server, String token) throws IOException, InterruptedException {
        return http.answer(HttpRequest.newBuilder(URI.create(server.url() + "metrics"))
                        .header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private static final class Lines extends Handler {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            texts.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
