package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A cache over a source that answers when a test says so, by a clock that a test moves. */
abstract class CacheFixture {
    static final Duration DEADLINE = Duration.ofSeconds(10);
    static final Duration LIMIT = Duration.ofSeconds(10);

    final AtomicLong nanos = new AtomicLong();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final ExecutorService threads = Executors.newCachedThreadPool();
    volatile Fetcher<String> source = (flag, context) -> new CompletableFuture<>();
    EvaluationCache<String> cache = newCache(100, DEADLINE);

    /** What the source was asked for, and its answer to come. */
    record Asked(String flag, String context, CompletableFuture<String> answer) {}

    EvaluationCache<String> newCache(int maxEntries, Duration deadline) {
        return new EvaluationCache<>(maxEntries, deadline, nanos::get, (flag, context) -> {
            CompletableFuture<String> answer = source.fetch(flag, context);
            asked.add(new Asked(flag, context, answer));
            return answer;
        });
    }

    void sourceAnswers(String value) {
        source = (flag, context) -> CompletableFuture.completedFuture(value);
    }

    void sourceFails(Throwable failure) {
        source = (flag, context) -> CompletableFuture.failedFuture(failure);
    }

    void sourceIsSilent() {
        source = (flag, context) -> new CompletableFuture<>();
    }

    Lookup<String> get(String flag) {
        return cache.get(flag, "{}");
    }

    CompletableFuture<Lookup<String>> getOnAnotherThread(String flag) {
        return CompletableFuture.supplyAsync(() -> get(flag), threads);
    }

    CompletableFuture<String> awaitAsked(int count) {
        await().atMost(LIMIT).until(() -> asked.size() >= count);
        return asked.get(count - 1).answer();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static Lookup<String> fresh(String value) {
        return new Lookup.Fresh<>(value);
    }

    static Lookup<String> stale(String value) {
        return new Lookup.Stale<>(value);
    }

    static Throwable missing(Lookup<String> found) {
        assertThat(found).isInstanceOf(Lookup.Missing.class);
        return ((Lookup.Missing<String>) found).cause();
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }
}
