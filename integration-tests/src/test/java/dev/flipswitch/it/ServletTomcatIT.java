package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.fixtures.RawSseClient;
import dev.flipswitch.servlet.FlipswitchFilter;
import dev.flipswitch.servlet.FlipswitchListener;
import dev.flipswitch.servlet.RequestFlags;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module on Tomcat, which makes paths canonical and writes without blocking in its own way. */
@Tag("tomcat")
class ServletTomcatIT {
    @TempDir
    Path folder;

    private final FakeFlagServer flagServer = new FakeFlagServer();
    private final Tomcat tomcat = new Tomcat();

    private static final class PageServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            RequestFlags flags = RequestFlags.of(request);
            if (request.getServletPath().equals("/async")) {
                flags.get("dark-mode");
                request.startAsync().dispatch("/later");
            } else {
                response.getWriter().write(request.getServletPath() + " " + flags.toJson("dark-mode"));
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        flagServer.set("dark-mode", "true");
        flagServer.set("off", "false");
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.builder("key")
                                .baseUrl(flagServer.baseUrl())
                                .initTimeout(LIMIT) // a busy machine takes its time
                                .evaluationTimeout(LIMIT)
                                .build());
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setEncodedSolidusHandling("decode");
        Context context = tomcat.addContext("/app", folder.toString());
        context.addParameter("flipswitch.servlet.gates", "/beta/*=off");
        context.addParameter("flipswitch.servlet.public-flags", "dark-mode");
        context.addApplicationListener(FlipswitchListener.class.getName());
        FilterDef filter = new FilterDef();
        filter.setFilterName("flipswitch");
        filter.setFilterClass(FlipswitchFilter.class.getName());
        filter.setAsyncSupported("true");
        context.addFilterDef(filter);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("flipswitch");
        mapping.addURLPattern("/*");
        mapping.setDispatcher("REQUEST");
        mapping.setDispatcher("ASYNC");
        mapping.setDispatcher("ERROR");
        context.addFilterMap(mapping);
        Wrapper page = Tomcat.addServlet(context, "page", new PageServlet());
        page.setAsyncSupported(true);
        page.addMapping("/");
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        OpenFeatureAPI.getInstance().shutdown();
        flagServer.close();
    }

    private String raw(String target) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
            String head = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void givesRequestsAndTheirContinuationsTheirFlags() throws Exception {
        assertThat(raw("/app/page")).contains("/page {\"dark-mode\":true}");
        assertThat(raw("/app/async")).contains("/later {\"dark-mode\":true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/beta/x",
                "/app/%62eta/x",
                "/app/x/../beta/x",
                "/app/x/%2e%2e/beta/x",
                "/app//beta/x",
                "/app/beta;a=b/x",
                "/app/x/..;/beta/x",
                "/app;a=b/beta/x",
                "/app/beta%2fx",
                "/app/x%2f..%2fbeta/x",
                "/app/beta%5cx"
            })
    void noSpellingOfAPathSlipsPastItsGate(String target) throws Exception {
        assertThat(raw(target)).doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void tellsAnOpenPageOfAChange() throws Exception {
        flagServer.awaitClient(LIMIT);
        URI events = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/app/flipswitch/events");
        try (RawSseClient page = RawSseClient.connect(events)) {
            page.awaitHead(LIMIT);
            flagServer.change("dark-mode", "false");
            page.awaitEvent(event -> event.data().equals("{\"dark-mode\":false}"), LIMIT);
            assertThat(raw("/app/flipswitch/flags"))
                    .contains("private, no-cache")
                    .endsWith("{\"dark-mode\":false}");
        }
    }
}
