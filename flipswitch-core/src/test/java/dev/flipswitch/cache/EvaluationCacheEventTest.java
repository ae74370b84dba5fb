package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Events while something is fetched, and how much the cache keeps. */
class EvaluationCacheEventTest extends CacheFixture {

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

    @Test
    void waitsOneDeadlineHoweverManyEventsComeMeanwhile() {
        source = (flag, context) -> {
            pass(Duration.ofSeconds(1));
            cache.invalidate(flag); // outdates this very fetch
            return CompletableFuture.completedFuture("outdated");
        };
        assertThat(get("a")).isEqualTo(stale("outdated"));
        assertThat(asked).hasSize(10);
    }

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
    void keepsLittleHoweverManyUnknownFlagsAreAskedFor() {
        Cache<Entry.Key, Entry<String>> kept = EvaluationCache.bounded(100);
        EvaluationCache<String> small = new EvaluationCache<>(
                kept.asMap(), DEADLINE, nanos::get, (flag, context) -> CompletableFuture.completedFuture("1"));
        for (int i = 0; i < 1_000_000; i++) {
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
