package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are fixed, and headers that somebody supplies anew for each attempt. */
class SseClientHeadersTest extends SseClientFixture {
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

    private static Supplier<Map<String, String>> keys(String... keys) {
        Iterator<String> next = List.of(keys).iterator();
        return () -> Map.of("X-API-Key", next.next());
    }

    @Test
    void areAskedForAtEachAttempt() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder)
                .headers(Map.of("X-API-Key", "fixed", "X-Other", "other"))
                .headers(keys("first", "second")));
        Request first = server.awaitRequest("/events", LIMIT);
        assertThat(first.headers().allValues("X-API-Key")).containsExactly("first");
        assertThat(first.header("X-Other")).contains("other");
        server.awaitStream("/events", LIMIT).close();
        assertThat(server.awaitRequest("/events", LIMIT).header("X-API-Key")).contains("second");
    }

    /** Failure policy 26. */
    @Test
    void failTheAttemptWhereTheirSupplierThrows() {
        server.on("GET /events", Exchange::openEventStream);
        AtomicReference<RuntimeException> failure = new AtomicReference<>(new IllegalStateException("the secret"));
        start(builder(recorder).headers(() -> {
            RuntimeException thrown = failure.getAndSet(null);
            if (thrown != null) {
                throw thrown;
            }
            return Map.of("X-API-Key", "key");
        }));
        awaitFailure("the supplier of the headers failed: IllegalStateException");
        assertThat(server.awaitRequest("/events", LIMIT).header("X-API-Key")).contains("key");
        assertThat(recorder.failures.toString()).doesNotContain("secret");
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        assertThat(recorder.calls).containsExactly("connecting", "failed", "connecting", "open");
    }

    /** Failure policy 26. */
    @Test
    void failTheAttemptWhereTheyCannotBeSent() {
        server.on("GET /events", Exchange::openEventStream);
        start(builder(recorder).headers(keys("sec\nret", "key")));
        awaitFailure("the header X-API-Key or its value can't be sent");
        assertThat(server.awaitRequest("/events", LIMIT).header("X-API-Key")).contains("key");
        assertThat(recorder.failures.toString()).doesNotContain("sec", "ret\n");
    }

    /** Failure policy 7. */
    @Test
    void areTriedAtOnceWhenTheyChangeAfterARefusal() {
        AtomicReference<String> key = new AtomicReference<>("old");
        server.on("GET /events", exchange -> answer(exchange, 401));
        start(builder(recorder).backoff(LONG).headers(() -> Map.of("X-API-Key", String.valueOf(key.get()))));
        awaitFailure("status 401");
        assertThat(recorder.delays.get(0)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        key.set("new");
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
        assertThat(server.requests()).hasSize(2);
    }

    /** Failure policy 7. */
    @Test
    void areNotTriedAgainSoonWhereTheyStayTheSameAfterARefusal() {
        server.on("GET /events", exchange -> answer(exchange, 403));
        start(builder(recorder).headers(() -> Map.of("X-API-Key", "old")));
        awaitFailure("status 403");
        await().during(Duration.ofSeconds(3))
                .atMost(LIMIT)
                .until(() -> server.requests().size() == 1);
    }

    /** Failure policy 7. */
    @ParameterizedTest
    @ValueSource(longs = {1, 100_000_000}) // others at each call, and others ten times a second
    void areNotTriedAgainSoonWhereTheyAreOthersEachTime(long nanosOfOne) {
        server.on("GET /events", exchange -> answer(exchange, 401));
        start(builder(recorder).headers(() -> Map.of("X-API-Key", "minted-" + System.nanoTime() / nanosOfOne)));
        awaitFailure("status 401");
        await().during(Duration.ofSeconds(5))
                .atMost(LIMIT)
                .until(() -> server.requests().size() <= 3);
    }

    private static void answer(Exchange exchange, int refusal) throws IOException {
        if (exchange.request().header("X-API-Key").orElse("").equals("new")) {
            exchange.openEventStream();
        } else {
            exchange.respond(refusal, "{}");
        }
    }

    @Test
    void areRefusedWhereTheyCannotBeSentWithoutBeingShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder(recorder).headers(Map.of("X-API-Key", "sec\nret")))
                .withMessageContaining("X-API-Key")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ret\n", "sec\n"));
        assertThat(new CallerHeaders(Map.of("X-API-Key", "secret"), null).toString())
                .doesNotContain("secret");
    }
}
