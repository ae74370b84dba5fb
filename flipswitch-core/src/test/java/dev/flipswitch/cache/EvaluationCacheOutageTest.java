package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a look-up comes to while the source fails, is slow or is away. */
class EvaluationCacheOutageTest extends CacheFixture {
    private static final Duration SHORT = Duration.ofMillis(50);

    private static Stream<Arguments> failures() {
        return Stream.of(
                failure(IllegalStateException.class, (flag, context) -> {
                    throw new IllegalStateException("thrown");
                }),
                failure(NoClassDefFoundError.class, (flag, context) -> {
                    throw new NoClassDefFoundError("thrown");
                }),
                failure(
                        IllegalStateException.class,
                        (flag, context) -> CompletableFuture.failedFuture(new IllegalStateException("failed"))),
                failure(
                        IllegalStateException.class,
                        (flag, context) -> CompletableFuture.failedFuture(
                                new CompletionException(new IllegalStateException("a step failed")))),
                failure(CancellationException.class, (flag, context) -> {
                    CompletableFuture<String> cancelled = new CompletableFuture<>();
                    cancelled.cancel(true);
                    return cancelled;
                }),
                failure(NullPointerException.class, (flag, context) -> CompletableFuture.completedFuture(null)),
                failure(NullPointerException.class, EvaluationCacheOutageTest::noFuture));
    }

    @SuppressWarnings("NullAway") // what a fetcher must not do
    private static CompletableFuture<String> noFuture(String flag, String context) {
        return null;
    }

    private static Arguments failure(Class<? extends Throwable> cause, Loader<String> fetcher) {
        return Arguments.of(cause, fetcher);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhyNothingIsKnown(Class<? extends Throwable> cause, Loader<String> failing) {
        source = failing;
        assertThat(causeOf(get("a"))).isExactlyInstanceOf(cause);
        assertThat(causeOf(get("a"))).isExactlyInstanceOf(cause); // at once, in the pause
    }

    @ParameterizedTest
    @MethodSource("failures")
    void servesTheLastKnownValueHoweverTheSourceFails(Class<? extends Throwable> cause, Loader<String> failing) {
        sourceAnswers("1");
        get("a");
        cache.invalidate("a");
        source = failing;
        assertThat(get("a")).isEqualTo(stale("1"));
    }

    /** Failure policy 39 and 42. */
    @Test
    void servesTheLastKnownValueWhenTheDeadlinePassesAndLetsTheFetchGo() {
        cache = newCache(100, SHORT, System::nanoTime);
        sourceAnswers("1");
        get("a");
        cache.invalidate("a");
        sourceIsSilent();
        assertThat(get("a")).isEqualTo(stale("1"));
        assertThat(asked.get(1).answer()).isCancelled();
    }

    @Test
    void answersASecondAskAtOnceAfterTheDeadlinePassed() {
        cache = newCache(100, SHORT, System::nanoTime);
        assertThat(causeOf(get("a"))).isInstanceOf(TimeoutException.class).hasMessageContaining("50 ms");
        assertThat(causeOf(get("a"))).isInstanceOf(TimeoutException.class);
        assertThat(asked).hasSize(1);
    }

    /** Failure policy 40. */
    @Test
    void asksAFailingSourceAgainOnlyAfterAPause() {
        sourceFails();
        get("a");
        sourceAnswers("1");
        pass(Duration.ofMillis(999));
        assertThat(get("a")).isInstanceOf(Lookup.Missing.class);
        assertThat(asked).hasSize(1);
        pass(Duration.ofMillis(1));
        assertThat(get("a")).isEqualTo(fresh("1"));
    }

    @Test
    void asksAFailingSourceAgainAtOnceAfterAnInvalidation() {
        sourceFails();
        get("a");
        cache.invalidateAll();
        sourceAnswers("1");
        assertThat(get("a")).isEqualTo(fresh("1"));
    }

    /** Failure policy 40. */
    @Test
    void asksAFailingSourceTenTimesInASecondAtMostHoweverOftenTheFlagIsInvalidated() {
        sourceFails();
        for (int event = 0; event < 10_000; event++) {
            cache.invalidate("a");
            get("a");
            pass(Duration.ofNanos(100_000));
        }
        assertThat(asked).hasSize(10);
        pass(Duration.ofSeconds(1));
        sourceAnswers("1");
        assertThat(get("a")).isEqualTo(fresh("1"));
    }

    /** Failure policy 42. */
    @Test
    void doesNotHurtALaterCallerWhenAnEarlierOneGivesUp() {
        cache = newCache(100, Duration.ofSeconds(1), nanos::get);
        Asking early = askOnAnotherThread("a");
        early.awaitWaiting();
        pass(Duration.ofMillis(999));
        Asking late = askOnAnotherThread("a");
        late.awaitWaiting();
        pass(Duration.ofMillis(1));
        assertThat(causeOf(early.found().join())).isInstanceOf(TimeoutException.class);
        asked.get(0).answer().complete("1");
        assertThat(late.found().join()).isEqualTo(fresh("1"));
        assertThat(asked).hasSize(1);
    }

    /** Failure policy 42. */
    @Test
    void keepsAnInterruptAndTheFetchThatOthersWaitFor() {
        AtomicBoolean flagKept = new AtomicBoolean();
        CompletableFuture<Lookup<String>> found = new CompletableFuture<>();
        Thread interrupted = new Thread(() -> {
            Lookup<String> lookup = get("a");
            flagKept.set(Thread.currentThread().isInterrupted());
            found.complete(lookup);
        });
        interrupted.start();
        new Asking(interrupted, found).awaitWaiting();
        Asking other = askOnAnotherThread("a");
        other.awaitWaiting();

        interrupted.interrupt();

        assertThat(causeOf(found.join())).isInstanceOf(InterruptedException.class);
        assertThat(flagKept).isTrue();
        asked.get(0).answer().complete("1");
        assertThat(other.found().join()).isEqualTo(fresh("1"));
        assertThat(asked).hasSize(1);
    }

    /** Failure policy 38. */
    @Test
    void answersWhatItKnowsAtOnceWhileTheSourceIsAway() {
        sourceAnswers("1");
        get("a");
        get("b");
        cache.invalidate("b");
        sourceIsSilent();
        cache.setSourceAway(true);
        assertThat(get("a")).isEqualTo(stale("1"));
        assertThat(get("b")).isEqualTo(stale("1"));
        assertThat(asked).hasSize(2);
    }

    /** Failure policy 38. */
    @Test
    void stillAsksForWhatIsUnknownWhileTheSourceIsAway() {
        cache.setSourceAway(true);
        sourceFails();
        assertThat(get("a")).isInstanceOf(Lookup.Missing.class);
        assertThat(get("a")).isInstanceOf(Lookup.Missing.class);
        assertThat(asked).hasSize(1);
        sourceAnswers("1");
        assertThat(get("b")).isEqualTo(fresh("1"));
        assertThat(get("b")).isEqualTo(stale("1"));
    }

    @Test
    void goesOnAsBeforeWhenTheSourceIsBack() {
        sourceAnswers("1");
        get("a");
        cache.setSourceAway(true);
        cache.setSourceAway(false);
        assertThat(get("a")).isEqualTo(fresh("1"));
        cache.invalidateAll();
        sourceAnswers("2");
        assertThat(get("a")).isEqualTo(fresh("2"));
    }

    @Test
    void servesASeedOnlyIfTheSourceIsAwayOrFails() {
        cache.seed("a", "{}", "old");
        cache.seed("b", "{}", "old");
        cache.setSourceAway(true);
        assertThat(get("a")).isEqualTo(stale("old"));
        cache.setSourceAway(false);
        sourceFails();
        assertThat(get("a")).isEqualTo(stale("old"));
        sourceAnswers("new");
        assertThat(get("b")).isEqualTo(fresh("new"));
    }

    @Test
    void neverPutsASeedInTheWayOfWhatWasFetched() {
        sourceAnswers("1");
        get("a");
        cache.seed("a", "{}", "old");
        assertThat(get("a")).isEqualTo(fresh("1"));
    }

    @Test
    void tellsWhatItKnowsFreshOrNot() {
        sourceAnswers("1");
        get("a");
        get("b");
        cache.invalidate("b");
        cache.seed("c", "{\"x\":1}", "old");
        sourceFails();
        get("d");
        List<KnownValue<String>> known = new ArrayList<>();
        cache.forEachKnown(known::add);
        assertThat(known)
                .containsExactlyInAnyOrder(
                        new KnownValue<>("a", "{}", "1"),
                        new KnownValue<>("b", "{}", "1"),
                        new KnownValue<>("c", "{\"x\":1}", "old"));
    }
}
