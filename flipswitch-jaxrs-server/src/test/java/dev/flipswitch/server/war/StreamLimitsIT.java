package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.RawSseClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many event streams there may be, against the WAR. */
class StreamLimitsIT {

    private static final String STREAM = "api/v1/flags/events";

    @ParameterizedTest
    @ValueSource(strings = {"max-connections", "max-connections-per-key", "max-connections-per-address"})
    void answers503BeyondTheLimitUntilAStreamIsClosed(String setting, @TempDir Path data) throws Exception {
        WarServer server = WarServer.start(
                data, Map.of("flipswitch.server.heartbeat-millis", "60000", "flipswitch.server." + setting, "10"));
        List<RawSseClient> clients = new ArrayList<>();
        List<String> paths = List.of(STREAM, ofrepStream(server));
        try {
            for (int i = 0; i < 10; i++) {
                clients.add(open(server, STREAM));
                clients.get(i).awaitEvent(event -> true, LIMIT);
            }
            for (String path : paths) {
                HttpResponse<String> refused = server.send("GET", path, "", "X-API-Key", WarServer.DEVELOPMENT);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body())
                        .startsWith("{\"errorCode\":\"GENERAL\"")
                        .contains("Too many event streams");
                assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                        .isBetween(5L, 15L);
            }

            clients.get(0).disconnect();

            // two heartbeats would take longer
            await().atMost(LIMIT).until(() -> {
                RawSseClient again = open(server, STREAM);
                clients.add(again);
                return again.awaitHead(LIMIT).startLine().contains(" 200");
            });
        } finally {
            clients.forEach(RawSseClient::close);
            server.close();
        }
    }

    private static RawSseClient open(WarServer server, String path) throws Exception {
        return RawSseClient.connect(server.uri(path), "X-API-Key: " + WarServer.DEVELOPMENT);
    }

    private static String ofrepStream(WarServer server) throws Exception {
        return server.evaluate("", "{}").body().replaceAll(".*\"requestUri\":\"/([^\"]*)\".*", "$1");
    }
}
