package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.ResponseStream;
import dev.flipswitch.messages.LogCapture;
import dev.flipswitch.settings.HttpSettings;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ProviderState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider behind a proxy that does not care for event streams. */
class ProviderProxyTest extends ProviderFixture {
    private final LogCapture log = new LogCapture();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void closeLog() {
        log.close();
    }

    private void start(FlipswitchProviderBuilder builder) {
        provider = new FlipswitchProvider(builder.settings(), null, HttpSettings.DEFAULT, now::get);
        api.setProviderAndWait(provider);
    }

    private long logged(String text) {
        return log.lines().stream().filter(line -> line.contains(text)).count();
    }

    private long polls() {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(EVALUATION))
                .count();
    }

    /** Ends a stream after a while without bytes, as a proxy does. */
    private void endAfter(Duration idle, ResponseStream stream) {
        now.addAndGet(idle.toNanos());
        stream.close();
    }

    /** Failure policy 65. */
    @Test
    void saysOnceThatAProxyEndsIdleConnectionsAndPollsUntilItDoesNoMore() {
        server.set("dark-mode", "false");
        server.http().on("GET " + EVENTS, exchange -> exchange.openEventStream("X-Flipswitch-Heartbeat: 20000")
                .send(": first\n\n"));
        start(builder().pollingInterval(Duration.ofMillis(300)));
        for (int i = 1; i <= 3; i++) {
            ResponseStream stream = server.awaitClient(LIMIT);
            int streams = i;
            await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0010") == streams);
            endAfter(Duration.ofSeconds(10), stream);
        }
        await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0074") == 1);
        assertThat(log.lines())
                .anyMatch(
                        line -> line.contains("after 10 s without data") && line.contains("heartbeat only every 20 s"));
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        long before = polls();
        await("it polls while a stream lives").atMost(LIMIT).until(() -> polls() > before + 3);
        AtomicInteger stale = new AtomicInteger();
        api.onProviderStale(details -> stale.incrementAndGet());
        ResponseStream stream = server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        long lost = logged("FLIP-CORE-0011");
        endAfter(Duration.ofSeconds(10), stream);
        ResponseStream last = server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        assertThat(stale).as("polls are answered").hasValue(0);
        assertThat(logged("FLIP-CORE-0011")).as("no line for each end").isEqualTo(lost);

        now.addAndGet(Duration.ofSeconds(30).toNanos()); // the proxy has been set right
        last.send(": still there\n\n");

        await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0010") == 4);
        AtomicLong seen = new AtomicLong(-1);
        await("the polling ends")
                .during(Duration.ofMillis(900))
                .atMost(LIMIT)
                .until(() -> seen.getAndSet(polls()) == polls());
        assertThat(logged("FLIP-CORE-0074")).isEqualTo(1);
    }

    /** Failure policy 65. */
    @Test
    void saysFirstOfAllThatAProxyHoldsBytesBackAndPollsUntilItDoesNoMore() {
        server.set("dark-mode", "false");
        server.http().on("GET " + EVENTS, exchange -> exchange.openEventStream("X-Flipswitch-Heartbeat: 1000"));
        start(builder().pollingInterval(Duration.ofHours(1)));
        ResponseStream stream = server.awaitClient(LIMIT);
        await("while the first stream is open").atMost(LIMIT).until(() -> logged("FLIP-CORE-0076") == 1);
        await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0017") == 1);
        endAfter(Duration.ofSeconds(10), stream);
        ResponseStream last = server.awaitClient(LIMIT);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);

        now.addAndGet(Duration.ofSeconds(3).toNanos()); // the proxy has been set right
        last.send(": still there\n\n");

        await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0010") == 1);
        assertThat(logged("WARNING")).isEqualTo(1);
    }

    /** Failure policy 65. */
    @Test
    void takesNoStreamThatBringsLittleForOneThatIsHeldBack() {
        server.http().on("GET " + EVENTS, exchange -> exchange.openEventStream("X-Flipswitch-Heartbeat: 1")
                .send(": first\n\n"));
        start(builder());
        await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0010") == 1);
        await("longer than a first byte may take")
                .during(Duration.ofSeconds(6))
                .atMost(LIMIT)
                .until(() -> logged("WARNING") == 0);
    }

    /** Failure policy 65. */
    @Test
    void saysOnceThatAProxyClosesWhatItHoldsBackAndPolls() {
        server.set("dark-mode", "false");
        server.http().on("GET " + EVENTS, Exchange::openEventStream);
        start(builder().pollingInterval(Duration.ofHours(1)));
        for (int i = 1; i <= 3; i++) {
            ResponseStream stream = server.awaitClient(LIMIT);
            await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
            endAfter(Duration.ofSeconds(10), stream);
            await().atMost(LIMIT).until(() -> provider.getSseStatus() != SseStatus.CONNECTED);
        }
        await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0076") == 1);
        await().atMost(LIMIT).until(() -> logged("FLIP-CORE-0017") == 1);
    }
}
