package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events while something is fetched, and how much the cache keeps. */
class EvaluationCacheEventTest extends CacheFixture {
    private static final List<String> FLAGS = List.of("a", "b", "c", "d");
    private static final int EVENTS = 20_000;

    /** Failure policy 41. */
    @Test
    void fetchesAgainForOneWhoWaitsIfAnEventComesMeanwhile() {
        Asking asking = askOnAnotherThread("a");
        CompletableFuture<String> first = awaitAsked(1);
        cache.invalidate("a");
        first.complete("old");
        awaitAsked(2).complete("new");
        assertThat(asking.found().join()).isEqualTo(fresh("new"));
    }

    @Test
    void doesNotWaitForAnOutdatedFetch() {
        Asking early = askOnAnotherThread("a");
        CompletableFuture<String> outdated = awaitAsked(1);
        cache.invalidate("a");
        sourceAnswers("new");
        assertThat(get("a")).isEqualTo(fresh("new"));
        outdated.complete("old");
        assertThat(early.found().join()).isEqualTo(fresh("new"));
        assertThat(get("a")).isEqualTo(fresh("new"));
        assertThat(asked).hasSize(2);
    }

    /** Failure policy 41. */
    @Test
    void hasTwoFetchesOfAValueUnderWayAtMost() {
        Asking[] all = new Asking[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = askOnAnotherThread("a");
            all[i].awaitWaiting();
            cache.invalidate("a");
        }
        assertThat(asked).hasSize(2);
        sourceAnswers("new");
        asked.get(1).answer().complete("old");
        asked.get(0).answer().complete("older");
        for (Asking one : all) {
            assertThat(one.found().join()).isEqualTo(fresh("new"));
        }
        assertThat(asked).hasSize(3);
    }

    /** Failure policy 39. */
    @Test
    void waitsOneDeadlineHoweverManyEventsComeMeanwhile() {
        source = (flag, context) -> {
            pass(Duration.ofSeconds(1));
            cache.invalidate(flag); // outdates this very fetch
            return CompletableFuture.completedFuture("outdated");
        };
        assertThat(get("a")).isEqualTo(stale("outdated"));
        assertThat(asked).hasSize((int) DEADLINE.toSeconds());
    }

    /** Failure policy 43. */
    @Test
    void asksLittleWhenTenThousandEventsComeInASecond() {
        ManualTimers timers = new ManualTimers(nanos);
        source = (flag, context) -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            var unused = timers.schedule(() -> answer.complete("1"), 10, TimeUnit.MILLISECONDS);
            return answer;
        };
        try (Refresher<String> refresher = new Refresher<>(cache, timers)) {
            var evaluating = threads.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    get("a");
                }
            });
            var unusedFirst = awaitAsked(1);
            for (int event = 0; event < 10_000; event++) {
                cache.invalidate("a");
                refresher.refreshSoon();
                timers.pass(Duration.ofNanos(100_000));
            }
            evaluating.cancel(true);
        }
        assertThat(asked).hasSizeBetween(1, 2 * 1000 / 10 + 2); // two at a time, each of which takes 10 ms
    }

    @Test
    void neverAnswersWhatAnAppliedEventOutdated() throws Exception {
        AtomicInteger written = new AtomicInteger();
        AtomicInteger applied = new AtomicInteger();
        EvaluationCache<Integer> small = new EvaluationCache<>(
                2, DEADLINE, System::nanoTime, (flag, context) -> CompletableFuture.supplyAsync(written::get, threads));
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        try (Refresher<Integer> refresher = new Refresher<>(small, timers)) {
            List<Future<Integer>> evaluating = IntStream.range(0, 3)
                    .mapToObj(thread -> threads.submit(() -> evaluateUntil(EVENTS, small, applied)))
                    .toList();
            for (int event = 1; event <= EVENTS; event++) {
                written.set(event);
                if (event % 3 == 0) {
                    small.invalidateAll();
                } else {
                    FLAGS.forEach(small::invalidate);
                }
                applied.set(event);
                refresher.refreshSoon();
            }
            for (Future<Integer> one : evaluating) {
                assertThat(one.get()).isPositive();
            }
        } finally {
            timers.shutdownNow();
        }
    }

    private static int evaluateUntil(int last, EvaluationCache<Integer> cache, AtomicInteger applied) {
        int evaluations = 0;
        for (int least = 0; least < last; evaluations++) {
            least = applied.get();
            Lookup<Integer> found = cache.get(FLAGS.get(evaluations % FLAGS.size()), "{}");
            assertThat(found).isInstanceOf(Lookup.Fresh.class);
            assertThat(((Lookup.Fresh<Integer>) found).value()).isGreaterThanOrEqualTo(least);
        }
        return evaluations;
    }

    /** Failure policy 45. */
    @Test
    void keepsLittleHoweverManyUnknownFlagsAreAskedFor() {
        Cache<Entry.Key, Entry<String>> kept = EvaluationCache.bounded(100);
        EvaluationCache<String> small = new EvaluationCache<>(
                kept.asMap(), DEADLINE, nanos::get, (flag, context) -> CompletableFuture.completedFuture("1"));
        for (int i = 0; i < 100_000; i++) {
            small.get("flag-" + i, "{}");
        }
        assertThat(kept.estimatedSize()).isLessThan(1_000); // some are not yet cleared away
        kept.cleanUp();
        assertThat(kept.asMap()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void answersWhoWaitsForAValueThatIsNotKept() {
        cache = newCache(0, DEADLINE, nanos::get);
        Asking asking = askOnAnotherThread("a");
        CompletableFuture<String> fetch = awaitAsked(1);
        assertThat(cache.isEmpty()).isTrue();
        fetch.complete("1");
        assertThat(asking.found().join()).isEqualTo(fresh("1"));
    }
}
