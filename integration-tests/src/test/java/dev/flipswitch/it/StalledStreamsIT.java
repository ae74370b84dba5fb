package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.RawSseClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More clients that read nothing than the server has senders, on Open Liberty, whose writes block. */
@Tag("runtimes")
class StalledStreamsIT {

    /** As long as a key may be, so that few events fill the buffers of a connection. */
    private static final String FLAG = "f".repeat(200);

    private static final int STALLED = 6;
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(20);

    /** Far less than a stalled client has. */
    private static final Duration TOLD_WITHIN = WRITE_TIMEOUT.dividedBy(4);

    private static final Duration CUT_OFF_LIMIT = Duration.ofMinutes(4);

    private final Http http = new Http();

    @TempDir
    Path work;

    @Test
    void clientsThatReadNothingDelayNoOtherAndAreCutOff() throws Exception {
        Map<String, String> settings = Map.of(
                "FLIPSWITCH_SERVER_WRITE_TIMEOUT_MILLIS",
                Long.toString(WRITE_TIMEOUT.toMillis()),
                "FLIPSWITCH_SERVER_HEARTBEAT_MILLIS",
                "500");
        String key = "X-API-Key: " + RuntimeProcess.API_KEY;
        try (RuntimeProcess liberty = RuntimeProcess.server(new OpenLiberty(), work, "StalledStreams", settings)) {
            http.create(liberty.serverUrl(), RuntimeProcess.ADMIN_TOKEN, FLAG);
            URI events = URI.create(liberty.serverUrl() + "api/v1/flags/events");
            try (RawSseClient live = RawSseClient.connect(events, key);
                    StalledClients stalled = new StalledClients(STALLED, events, key)) {
                await().atMost(LIMIT).until(() -> streams(liberty) == stalled.count() + 1);

                long began = System.nanoTime();
                for (int id = 2; streams(liberty) > 1; id++) {
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(CUT_OFF_LIMIT);
                    String last = Integer.toString(id);
                    http.toggle(liberty.serverUrl(), RuntimeProcess.ADMIN_TOKEN, FLAG, id % 2 == 0);
                    live.awaitEvent(event -> last.equals(event.id()), TOLD_WITHIN);
                }
            }
        }
    }

    private int streams(RuntimeProcess server) throws Exception {
        String connections = http.answer(
                        HttpRequest.newBuilder(URI.create(server.serverUrl() + "api/admin/connections"))
                                .header("Authorization", "Bearer " + RuntimeProcess.ADMIN_TOKEN))
                .body();
        return Integer.parseInt(connections.replaceAll("^\\{\"total\":(\\d+).*", "$1"));
    }
}
