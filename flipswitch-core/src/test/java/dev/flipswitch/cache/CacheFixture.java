package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Limits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;

/** A cache over a source that answers as a test says, by a clock that a test moves. */
abstract class CacheFixture {
    static final Duration LIMIT = Limits.LIMIT;
    static final Duration DEADLINE = LIMIT;

    final AtomicLong nanos = new AtomicLong();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final ExecutorService threads = Executors.newCachedThreadPool();
    volatile Loader<String> source = (flag, context) -> new CompletableFuture<>();
    EvaluationCache<String> cache = newCache(100, DEADLINE, nanos::get);

    /** What the source was asked for, and its answer to come. */
    record Asked(String flag, CompletableFuture<String> answer) {}

    /** Somebody who looks something up. */
    record Asking(Thread thread, CompletableFuture<Lookup<String>> found) {
        void awaitWaiting() {
            await().atMost(LIMIT).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }
    }

    EvaluationCache<String> newCache(int maxEntries, Duration deadline, LongSupplier ticker) {
        return new EvaluationCache<>(maxEntries, deadline, ticker, (flag, context) -> {
            CompletableFuture<String> answer = source.fetch(flag, context);
            asked.add(new Asked(flag, answer));
            return answer;
        });
    }

    void sourceAnswers(String value) {
        source = (flag, context) -> CompletableFuture.completedFuture(value);
    }

    void sourceFails() {
        source = (flag, context) -> CompletableFuture.failedFuture(new IllegalStateException("down"));
    }

    void sourceIsSilent() {
        source = (flag, context) -> new CompletableFuture<>();
    }

    Lookup<String> get(String flag) {
        return cache.get(flag, "{}");
    }

    Asking askOnAnotherThread(String flag) {
        CompletableFuture<Lookup<String>> found = new CompletableFuture<>();
        Thread thread = new Thread(() -> found.complete(get(flag)));
        thread.setDaemon(true);
        thread.start();
        return new Asking(thread, found);
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

    static Throwable causeOf(Lookup<String> found) {
        assertThat(found).isInstanceOf(Lookup.Missing.class);
        return ((Lookup.Missing<String>) found).cause();
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }
}
