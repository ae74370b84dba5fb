package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo from start to end. */
class DemoIT {
    @TempDir
    Path data;

    private final Http http = new Http();

    @Test
    void stopsCleanlyAndFindsItsFlagsAtTheNextStart() throws Exception {
        try (DemoProcess first = DemoProcess.running(data)) {
            http.toggle(first.serverUrl(), DemoProcess.ADMIN_TOKEN, "dark-mode", true);
            assertThat(first.terminate()).isEqualTo(128 + 15); // SIGTERM, after the shutdown hooks
            assertThat(first.output()).noneMatch(line -> line.contains("Exception") || line.contains("WARN"));
        }
        try (DemoProcess second = DemoProcess.running(data)) {
            await().atMost(LIMIT)
                    .until(() -> http.get(second.shopUrl() + "state").contains("\"darkMode\":true"));
        }
    }

    @Test
    void saysInOneLineThatTheShopsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                DemoProcess demo = new DemoProcess(
                        data,
                        Map.of("flipswitch.server.port", "0", "demo.port", Integer.toString(taken.getLocalPort())))) {
            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.output())
                    .containsExactly("Port " + taken.getLocalPort()
                            + " for the demo shop is taken; choose another with -Ddemo.port=PORT");
        }
    }

    @Test
    void saysInOneLineThatTheServersPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                DemoProcess demo = new DemoProcess(
                        data,
                        Map.of("flipswitch.server.port", Integer.toString(taken.getLocalPort()), "demo.port", "0"))) {
            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.output())
                    .singleElement()
                    .asString()
                    .contains(Integer.toString(taken.getLocalPort()), "flipswitch.server.port");
        }
    }

    @Test
    void saysInOneLineThatItsFlagsAreInUse() throws Exception {
        try (DemoProcess first = DemoProcess.running(data);
                DemoProcess second = new DemoProcess(data, Map.of("flipswitch.server.port", "0", "demo.port", "0"))) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output()).singleElement().asString().contains(data.toString(), "in use");
            assertThat(http.get(first.shopUrl() + "state")).contains("darkMode");
        }
    }

    @Test
    void saysInOneLineThatAPortIsNone() throws Exception {
        try (DemoProcess demo = new DemoProcess(data, Map.of("demo.port", "http"))) {
            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.output()).containsExactly("-Ddemo.port must be a port from 0 to 65535; got 'http'");
        }
    }
}
