package dev.flipswitch.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a clock that overflows soon
    private final RateLimit limit = new RateLimit(10, nanos::get);

    @Test
    void letsASecondsWorthThroughAtOnceAndThenTheRest() {
        assertThat(passed(1, 25)).isEqualTo(10);
        nanos.addAndGet(Duration.ofMillis(300).toNanos());
        assertThat(passed(1, 25)).isEqualTo(3);
    }

    @Test
    void savesUpNoMoreThanASecondsWorth() {
        assertThat(passed(1, 1)).isEqualTo(1);
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(passed(1, 25)).isEqualTo(10);
    }

    @Test
    void saysInWholeSecondsWhenToTryAgain() {
        passed(1, 10);
        assertThat(limit.secondsToWait(1)).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(limit.secondsToWait(1)).isZero();
    }

    @Test
    void limitsEachKeyByItself() {
        assertThat(passed(1, 25)).isEqualTo(10);
        assertThat(passed(2, 25)).isEqualTo(10);
    }

    @Test
    void letsEverythingThroughWithoutALimit() {
        RateLimit none = new RateLimit(0, nanos::get);
        for (int i = 0; i < 1_000; i++) {
            assertThat(none.secondsToWait(1)).isZero();
        }
    }

    private int passed(long key, int requests) {
        int passed = 0;
        for (int i = 0; i < requests; i++) {
            passed += limit.secondsToWait(key) == 0 ? 1 : 0;
        }
        return passed;
    }
}
