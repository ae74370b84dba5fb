package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A server that names flags without end. */
class ProviderEventFloodTest extends ProviderFixture {

    /** Failure policy 45. */
    @Test
    void livesInASmallHeapHoweverManyFlagsAreNamedOnOneConnection() throws Exception {
        String output = OwnJvm.run(Duration.ofMinutes(5), List.of("-Xmx40m"), EventFlood.class, "150");
        assertThat(output).contains("lives").doesNotContain("OutOfMemoryError");
    }

    /** Failure policy 45. */
    @Test
    void takesAChangeOfAFlagWithAnEndlessKeyForOneOfAllFlags() {
        List<List<String>> changes = new CopyOnWriteArrayList<>();
        client.onProviderConfigurationChanged(event -> changes.add(event.getFlagsChanged()));
        server.set("dark-mode", "false");
        connect();
        darkMode();
        server.awaitClient(LIMIT);
        server.set("dark-mode", "true");
        server.send("event: flag-updated\ndata: {\"flagKey\":\"" + "x".repeat(100_000) + "\"}\n\n");
        await().atMost(LIMIT).until(this::darkMode);
        await().atMost(LIMIT).until(() -> !changes.isEmpty());
        assertThat(changes.toString()).doesNotContain("xxx");
    }
}
