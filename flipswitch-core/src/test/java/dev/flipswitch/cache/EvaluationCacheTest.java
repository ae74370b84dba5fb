package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a look-up comes to while the source answers. */
class EvaluationCacheTest extends CacheFixture {

    @Test
    void fetchesAValueOnce() {
        sourceAnswers("1");
        assertThat(get("a")).isEqualTo(fresh("1"));
        sourceAnswers("2");
        assertThat(get("a")).isEqualTo(fresh("1"));
    }

    @Test
    void keepsContextsApart() {
        sourceAnswers("1");
        get("a");
        sourceAnswers("2");
        assertThat(cache.get("a", "{\"x\":1}")).isEqualTo(fresh("2"));
    }

    @Test
    void fetchesAgainAfterItsFlagWasInvalidatedAndLeavesOthersAlone() {
        sourceAnswers("1");
        get("a");
        get("b");
        cache.invalidate("a");
        sourceAnswers("2");
        assertThat(get("a")).isEqualTo(fresh("2"));
        assertThat(get("b")).isEqualTo(fresh("1"));
    }

    @Test
    void fetchesEverythingAgainAfterAllWasInvalidated() {
        sourceAnswers("1");
        get("a");
        get("b");
        cache.invalidateAll();
        sourceAnswers("2");
        assertThat(get("a")).isEqualTo(fresh("2"));
        assertThat(get("b")).isEqualTo(fresh("2"));
    }

    @Test
    void fetchesOnceHoweverManyThreadsAsk() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(16);
        List<CompletableFuture<Lookup<String>>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(CompletableFuture.supplyAsync(
                    () -> {
                        ready.countDown();
                        return get("a");
                    },
                    threads));
        }
        ready.await();
        awaitAsked(1).complete("1");
        assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(fresh("1")));
        assertThat(asked).hasSize(1);
    }
}
