package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefresherTest extends CacheFixture {
    private final ManualTimers timers = new ManualTimers(nanos);
    private final Refresher<String> refresher = new Refresher<>(cache, timers);

    @AfterEach
    void close() {
        refresher.close();
    }

    /** Flags 1 to {@code count}, the last one used last; all stale, and the source silent. */
    private void stale(int count) {
        sourceAnswers("old");
        for (int flag = 1; flag <= count; flag++) {
            pass(Duration.ofMillis(10));
            get("flag-" + flag);
        }
        cache.invalidateAll();
        asked.clear();
        sourceIsSilent();
    }

    private void refresh() {
        refresher.refreshSoon();
        timers.runDue();
    }

    private List<String> askedFlags() {
        return asked.stream().map(Asked::flag).toList();
    }

    private static List<String> flags(int from, int downTo) {
        return IntStream.rangeClosed(downTo, from)
                .mapToObj(i -> "flag-" + (from + downTo - i))
                .toList();
    }

    @Test
    void fetchesWhatIsStaleAtOnceSoThatNobodyNeedsToWait() {
        stale(1);
        sourceAnswers("new");
        refresh();
        sourceIsSilent();
        assertThat(get("flag-1")).isEqualTo(fresh("new"));
    }

    @Test
    void leavesWhatIsFreshAlone() {
        stale(2);
        sourceAnswers("new");
        get("flag-1");
        refresh();
        assertThat(askedFlags()).containsExactly("flag-1", "flag-2");
    }

    /** Failure policy 43. */
    @Test
    void fetchesThe32UsedLastFourAtATime() {
        stale(40);
        refresh();
        for (int answered = 0; answered < 32; answered++) {
            assertThat(asked).hasSize(Math.min(answered + 4, 32));
            asked.get(answered).answer().complete("new");
        }
        assertThat(askedFlags()).isEqualTo(flags(40, 9));
    }

    @Test
    void takesAnotherUseOfAnOldValueIntoAccount() {
        stale(40);
        cache.setSourceAway(true);
        pass(Duration.ofMillis(10));
        get("flag-1");
        cache.setSourceAway(false);
        refresh();
        assertThat(askedFlags()).isEqualTo(List.of("flag-1", "flag-40", "flag-39", "flag-38"));
    }

    /** Failure policy 43. */
    @Test
    void letsAHundredMillisecondsPassBetweenPasses() {
        stale(1);
        sourceAnswers("new");
        for (int event = 0; event < 10_000; event++) {
            cache.invalidate("flag-1");
            refresher.refreshSoon();
            timers.pass(Duration.ofNanos(100_000));
        }
        assertThat(asked).hasSize(10);
        timers.pass(Duration.ofMillis(100));
        assertThat(asked).hasSize(11);
        sourceIsSilent();
        assertThat(get("flag-1")).isEqualTo(fresh("new"));
    }

    /** Failure policy 44. */
    @Test
    void beginsAnywhereWithinTheSpread() {
        List<Duration> delays = IntStream.range(0, 1000)
                .mapToObj(client -> {
                    ManualTimers own = new ManualTimers(nanos);
                    new Refresher<>(cache, own).refreshSoon(Duration.ofSeconds(10));
                    return own.delays().get(0);
                })
                .sorted()
                .toList();
        assertThat(delays.get(0)).isLessThan(Duration.ofSeconds(1));
        assertThat(delays.get(500)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(7));
        assertThat(delays.get(999)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void doesNotComeForwardOnceSpreadOut() {
        stale(1);
        refresher.refreshSoon(Duration.ofHours(1000));
        refresh();
        assertThat(asked).isEmpty();
        timers.pass(Duration.ofHours(1000));
        assertThat(asked).hasSize(1);
    }

    @Test
    void doesNothingWhileTheSourceIsAway() {
        stale(2);
        refresher.refreshSoon();
        cache.setSourceAway(true);
        timers.runDue();
        refresher.refreshSoon();
        timers.pass(Duration.ofSeconds(1));
        assertThat(asked).isEmpty();
        cache.setSourceAway(false);
        refresh();
        assertThat(asked).hasSize(2);
    }

    @Test
    void stopsAPassWhenTheSourceGoesAway() {
        stale(8);
        refresh();
        cache.setSourceAway(true);
        asked.get(0).answer().complete("new");
        assertThat(asked).hasSize(4);
    }

    /** Failure policy 43. */
    @Test
    void endsAPassAfterFourFailuresAndKeepsWhatIsKnown() {
        stale(32);
        sourceFails();
        refresh();
        assertThat(asked).hasSize(4);
        assertThat(get("flag-32")).isEqualTo(stale("old"));
        assertThat(asked).hasSize(4);
    }

    @Test
    void givesUpAtTheDeadline() {
        stale(1);
        refresh();
        timers.pass(DEADLINE);
        assertThat(asked.get(0).answer()).isCancelled();
        assertThat(get("flag-1")).isEqualTo(stale("old"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void sharesItsFetchWithWhoeverAsks() {
        stale(1);
        refresh();
        Asking asking = askOnAnotherThread("flag-1");
        asking.awaitWaiting();
        refresher.close();
        asked.get(0).answer().complete("new");
        assertThat(asking.found().join()).isEqualTo(fresh("new"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void fetchesAnewWhatAnEventOutdatesDuringAPass() {
        stale(1);
        refresh();
        cache.invalidate("flag-1");
        refresher.refreshSoon();
        timers.pass(Duration.ofMillis(100));
        asked.get(1).answer().complete("new");
        asked.get(0).answer().complete("outdated");
        assertThat(get("flag-1")).isEqualTo(fresh("new"));
    }

    @Test
    void givesUpWhatIsUnderWayWhenItIsClosedAndBeginsNothingMore() {
        stale(8);
        refresh();
        refresher.refreshSoon();
        refresher.close();
        refresher.close();
        refresher.refreshSoon();
        timers.pass(Duration.ofSeconds(1));
        assertThat(asked).hasSize(4).allSatisfy(one -> assertThat(one.answer()).isCancelled());
    }

    @Test
    void doesWithoutTimersThatAreShutDown() {
        stale(1);
        refresher.refreshSoon();
        timers.shutdown();
        pass(Duration.ofSeconds(1));
        new Refresher<>(cache, timers).refreshSoon(Duration.ofSeconds(1));
        assertThat(asked).isEmpty();
        CompletableFuture<String> answer = CompletableFuture.completedFuture("new");
        source = (flag, context) -> answer;
        assertThat(get("flag-1")).isEqualTo(fresh("new"));
    }

    @Test
    void leavesNothingUnderWayIfTheTimersAreShutDownDuringAPass() {
        stale(8);
        refresh();
        timers.shutdown();
        asked.get(0).answer().complete("new");
        assertThat(asked.subList(4, asked.size())).isNotEmpty().allSatisfy(one -> assertThat(one.answer())
                .isCancelled());
    }
}
