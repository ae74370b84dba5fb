package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Request;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The provider without an event stream: by choice, or because the stream stays away. */
class ProviderPollingTest extends ProviderFixture {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final List<FlagChange> changes = new CopyOnWriteArrayList<>();

    private void start(FlipswitchProviderBuilder builder) {
        provider = builder.pollingInterval(INTERVAL).build();
        provider.addFlagChangeListener(changes::add);
        api.setProviderAndWait(provider);
    }

    private long polls() {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(EVALUATION))
                .count();
    }

    private void awaitPolls(int more) {
        long goal = polls() + more;
        await().atMost(LIMIT).until(() -> polls() >= goal);
    }

    @Test
    void keepsWhatItKnowsWhileTheServerSaysThatNothingHasChanged() {
        server.set("dark-mode", "true");
        start(builder().enableRealtime(false));
        assertThat(darkMode()).isTrue();
        awaitPolls(3);
        assertThat(darkMode()).isTrue();
        assertThat(server.evaluations("dark-mode")).isEqualTo(1);
        assertThat(changes).isEmpty();
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
    }

    @Test
    void fetchesAnewAtEachPollWhereTheServerGivesNoEntityTag() {
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(200, "{\"flags\":[]}"));
        server.set("dark-mode", "false");
        start(builder().enableRealtime(false));
        darkMode();
        server.set("dark-mode", "true"); // for this context only: the answer for all flags does not show it
        await().atMost(LIMIT).until(this::darkMode);
        assertThat(changes).isEmpty();
    }

    /** Failure policy 48. */
    @Test
    void goesOnWithWhatItKnowsWhileTheServerDoesNotAnswerAndPollsOn() {
        server.set("dark-mode", "true");
        start(builder().enableRealtime(false));
        darkMode();
        server.http().stop();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(client.getBooleanDetails("dark-mode", false).getReason()).isEqualTo("STALE");
        server.set("dark-mode", "false");
        server.http().start();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        await().atMost(LIMIT)
                .until(() -> changes.stream().anyMatch(change -> change.key().equals("dark-mode")));
        assertThat(client.getBooleanValue("dark-mode", true)).isFalse();
    }

    /** Failure policy 47. */
    @Test
    void pollsInPlaceOfAStreamThatStaysAwayUntilItIsBack() {
        server.set("dark-mode", "false");
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(503, "{}"));
        start(builder().maxSseRetries(0));
        awaitPolls(2);
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
        assertThat(darkMode()).isFalse();

        server.set("dark-mode", "true");

        await().atMost(LIMIT)
                .until(() -> changes.stream().anyMatch(change -> change.key().equals("dark-mode")));
        assertThat(darkMode()).as("it really fetches").isTrue();
        assertThat(client.getBooleanDetails("dark-mode", false).getReason()).isEqualTo("STATIC");
        assertThat(provider.getSseStatus()).isNotEqualTo(SseStatus.CONNECTED);

        server.http().on("GET " + EVENTS, exchange -> exchange.openEventStream().send(": alive\n\n"));
        provider.reconnect();
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        AtomicLong seen = new AtomicLong();
        await("the polling ends; one question follows a reconnect")
                .during(INTERVAL.multipliedBy(5))
                .atMost(LIMIT)
                .until(() -> seen.getAndSet(polls()) == polls());
    }

    /** Failure policy 47. */
    @Test
    void pollsAtOnceIfTheServerWantsNoStream() {
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(204, ""));
        start(builder());
        awaitPolls(3);
    }

    /** Failure policy 49. */
    @Test
    void isReadyAsSoonAsAServerWithoutStreamsGivesItsFirstAnswerHoweverLate() {
        CountDownLatch answer = new CountDownLatch(1);
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(404, "{}"));
        server.http().on("POST " + EVALUATION, exchange -> {
            var unused = answer.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            exchange.respond(200, "{\"flags\":[]}");
        });
        provider = FlipswitchProvider.builder("secret-key")
                .baseUrl(server.baseUrl())
                .evaluationTimeout(Duration.ofMillis(100))
                .initTimeout(Duration.ofMillis(500))
                .pollingInterval(Duration.ofHours(1))
                .build();
        assertThatThrownBy(() -> api.setProviderAndWait(provider)).isInstanceOf(GeneralError.class);
        answer.countDown();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
    }

    /** Failure policy 49. */
    @Test
    void asksAgainSoonWhereTheFirstPollFails() {
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(404, "{}"));
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(503, "{}"));
        provider = builder().pollingInterval(Duration.ofHours(1)).build();
        assertThatThrownBy(() -> api.setProviderAndWait(provider)).isInstanceOf(GeneralError.class);
        server.http().on("POST " + EVALUATION, exchange -> exchange.respond(200, "{\"flags\":[]}"));
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.READY);
    }

    /** Failure policy 47. */
    @Test
    void waitsForSoManyRetriesBeforeItPolls() {
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(503, "{}"));
        provider =
                builder().maxSseRetries(1).pollingInterval(Duration.ofHours(1)).build();
        api.setProviderAndWait(provider);
        server.http().awaitRequest(EVENTS, LIMIT);
        server.http().awaitRequest(EVENTS, LIMIT); // the retry
        awaitPolls(1);
        List<String> paths =
                server.http().requests().stream().map(Request::path).toList();
        assertThat(paths.subList(0, 3))
                .as("with the question of the initialisation, before any poll")
                .containsExactlyInAnyOrder(EVENTS, EVENTS, EVALUATION);
    }

    /** Failure policy 47. */
    @Test
    void pollsNothingIfTheFallbackIsOff() {
        server.http().on("GET " + EVENTS, exchange -> exchange.respond(503, "{}"));
        start(builder().maxSseRetries(0).enablePollingFallback(false));
        server.http().awaitRequest(EVENTS, LIMIT);
        server.http().awaitRequest(EVENTS, LIMIT);
        assertThat(polls()).isEqualTo(1);
    }
}
