package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FaultyServer;
import dev.flipswitch.fixtures.Limits;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;

/** A server that does everything wrong, and what its clients are told. */
abstract class SseClientFixture {
    static final Duration LIMIT = Limits.LIMIT;
    static final Duration SOON = Duration.ofMillis(100);

    final FaultyServer server = new FaultyServer();
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final ScheduledThreadPoolExecutor loop = newLoop();
    final Recorder recorder = new Recorder();
    final List<SseClient> clients = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(SseClient::close);
        loop.shutdown();
        server.close();
    }

    private static ScheduledThreadPoolExecutor newLoop() {
        ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1);
        loop.setRemoveOnCancelPolicy(true);
        return loop;
    }

    /** A client whose listeners are called on its loop, so that what they are told is settled. */
    SseClientBuilder builder(SseListener listener) {
        return SseClient.builder(server.uri("/events"), http, loop, listener)
                .listenerExecutor(Runnable::run)
                .backoff(new Backoff(SOON, SOON));
    }

    SseClient start(SseClientBuilder builder) {
        SseClient client = builder.build();
        clients.add(client);
        client.start();
        return client;
    }

    void awaitFailure(String message) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.failures)
                .anySatisfy(failure -> assertThat(failure.message()).contains(message)));
    }
}
