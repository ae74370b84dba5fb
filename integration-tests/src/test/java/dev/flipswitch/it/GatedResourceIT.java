package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.Api;
import dev.flipswitch.it.war.Reports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JAX-RS resource behind a gate, in a web application on Jetty with Weld and Jersey: docs/cdi.md, gates. */
class GatedResourceIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final FakeFlagServer flags = new FakeFlagServer();
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final Http http = new Http();

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
        flags.close();
        System.clearProperty("flipswitch.api-key");
        System.clearProperty("flipswitch.base-url");
    }

    private void deploy() throws Exception {
        System.setProperty("flipswitch.api-key", "key");
        System.setProperty("flipswitch.base-url", flags.baseUrl());
        ExplodedWar war = new ExplodedWar(folder.resolve("shop"))
                .classes(Api.class, Reports.class)
                .file("WEB-INF/beans.xml", "");
        WebAppContext shop = new WebAppContext(war.folder().toString(), "/shop");
        shop.setThrowUnavailableOnStartupException(true);
        shop.addConfiguration(new AnnotationConfiguration());
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(shop);
        jetty.start();
    }

    private int statusOf(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/shop/api/" + path);
        return http.answer(HttpRequest.newBuilder(uri)).statusCode();
    }

    @Test
    void isNotThereUntilTheFlagIsOn() throws Exception {
        flags.set("reports", "false");
        deploy();
        assertThat(statusOf("reports")).isEqualTo(404);
        assertThat(statusOf("reports/all")).as("the gate's own status").isEqualTo(451);

        flags.awaitClient(LIMIT);
        flags.change("reports", "true");

        await().atMost(LIMIT).until(() -> statusOf("reports") == 200);
        assertThat(statusOf("reports/all")).isEqualTo(200);
    }
}
