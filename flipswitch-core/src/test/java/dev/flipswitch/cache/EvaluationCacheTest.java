package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EvaluationCacheTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration NO_WAIT = Duration.ofMillis(1);

    private final AtomicLong nanos = new AtomicLong();
    private final EvaluationCache<String> cache = new EvaluationCache<>(100, nanos::get);
    private final List<CompletableFuture<String>> fetches = new ArrayList<>();

    private Lookup<String> get(String flag, String fetched) {
        return cache.get(flag, "{}", fetching(CompletableFuture.completedFuture(fetched)), DEADLINE);
    }

    private Supplier<CompletableFuture<String>> fetching(CompletableFuture<String> fetch) {
        return () -> {
            fetches.add(fetch);
            return fetch;
        };
    }

    @Test
    void fetchesAValueOnce() {
        assertThat(get("a", "1")).isEqualTo(new Lookup.Fresh<>("1"));
        assertThat(get("a", "2")).isEqualTo(new Lookup.Fresh<>("1"));
    }

    @Test
    void keepsContextsApart() {
        get("a", "1");
        Lookup<String> other = cache.get("a", "{\"x\":1}", fetching(CompletableFuture.completedFuture("2")), DEADLINE);
        assertThat(other).isEqualTo(new Lookup.Fresh<>("2"));
    }

    @Test
    void fetchesAgainAfterItsFlagWasInvalidatedAndLeavesOthersAlone() {
        get("a", "1");
        get("b", "1");
        cache.invalidate("a");
        assertThat(get("a", "2")).isEqualTo(new Lookup.Fresh<>("2"));
        assertThat(get("b", "2")).isEqualTo(new Lookup.Fresh<>("1"));
    }

    @Test
    void fetchesEverythingAgainAfterAllWasInvalidated() {
        get("a", "1");
        get("b", "1");
        cache.invalidateAll();
        assertThat(get("a", "2")).isEqualTo(new Lookup.Fresh<>("2"));
        assertThat(get("b", "2")).isEqualTo(new Lookup.Fresh<>("2"));
    }

    @Test
    void neverTakesAFetchForFreshThatBeganBeforeTheInvalidation() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        cache.get("a", "{}", fetching(slow), NO_WAIT); // times out; the fetch of this round is given up
        CompletableFuture<String> underWay = new CompletableFuture<>();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        var waiting = CompletableFuture.supplyAsync(() -> cache.get("a", "{}", fetching(underWay), DEADLINE));
        await().until(() -> fetches.size() == 2);
        cache.invalidate("a");
        underWay.complete("old");
        assertThat(waiting.join()).isEqualTo(new Lookup.Fresh<>("old")); // asked before the change
        assertThat(get("a", "new")).isEqualTo(new Lookup.Fresh<>("new")); // asked after it
    }

    @Test
    void fetchesOnceHoweverManyThreadsAsk() {
        CompletableFuture<String> fetch = new CompletableFuture<>();
        List<CompletableFuture<Lookup<String>>> asking = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asking.add(CompletableFuture.supplyAsync(() -> cache.get("a", "{}", fetching(fetch), DEADLINE)));
        }
        await().until(() -> !fetches.isEmpty());
        fetch.complete("1");
        assertThat(asking).allSatisfy(asked -> assertThat(asked.join()).isEqualTo(new Lookup.Fresh<>("1")));
        assertThat(fetches).hasSize(1);
    }

    @Test
    void servesTheLastKnownValueWhenTheSourceFails() {
        get("a", "1");
        cache.invalidate("a");
        Lookup<String> found = cache.get(
                "a", "{}", fetching(CompletableFuture.failedFuture(new IllegalStateException("down"))), DEADLINE);
        assertThat(found).isEqualTo(new Lookup.Stale<>("1"));
    }

    @Test
    void saysWhyNothingIsKnown() {
        IllegalStateException down = new IllegalStateException("down");
        Lookup<String> found = cache.get("a", "{}", fetching(CompletableFuture.failedFuture(down)), DEADLINE);
        assertThat(found).isEqualTo(new Lookup.Missing<>(down));
    }

    @Test
    void servesTheLastKnownValueWhenTheDeadlinePassesAndLetsTheFetchGo() {
        get("a", "1");
        cache.invalidate("a");
        CompletableFuture<String> slow = new CompletableFuture<>();
        assertThat(cache.get("a", "{}", fetching(slow), NO_WAIT)).isEqualTo(new Lookup.Stale<>("1"));
        assertThat(slow).isCancelled();
    }

    @Test
    void asksAFailingSourceAgainOnlyAfterAPause() {
        cache.get("a", "{}", fetching(CompletableFuture.failedFuture(new IllegalStateException("down"))), DEADLINE);
        assertThat(get("a", "1")).isInstanceOf(Lookup.Missing.class);
        assertThat(fetches).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(get("a", "1")).isEqualTo(new Lookup.Fresh<>("1"));
    }

    @Test
    void asksAFailingSourceAgainAtOnceAfterAnInvalidation() {
        cache.get("a", "{}", fetching(CompletableFuture.failedFuture(new IllegalStateException("down"))), DEADLINE);
        cache.invalidateAll();
        assertThat(get("a", "1")).isEqualTo(new Lookup.Fresh<>("1"));
    }

    @Test
    void remembersEachInvalidationEvenOfMoreFlagsThanHaveAStamp() {
        Stamps stamps = new Stamps(2);
        long before = stamps.now();
        stamps.invalidate("a");
        stamps.invalidate("b");
        assertThat(stamps.isFresh("c", before)).isTrue();
        stamps.invalidate("c");
        assertThat(List.of("a", "b", "c", "d")).noneMatch(flag -> stamps.isFresh(flag, before));
        assertThat(stamps.isFresh("a", stamps.now())).isTrue();
    }
}
