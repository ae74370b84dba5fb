package dev.flipswitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidationClockTest {
    private final InvalidationClock stamps = new InvalidationClock(2);

    @Test
    void remembersTheInvalidationOfEachFlag() {
        long before = stamps.now();
        stamps.invalidate("a");
        assertThat(stamps.isFresh("a", before)).isFalse();
        assertThat(stamps.isFresh("b", before)).isTrue();
        assertThat(stamps.isFresh("a", stamps.now())).isTrue();
    }

    /** Failure policy 45. */
    @Test
    void takesMoreFlagsThanItHasStampsForAsAnInvalidationOfAll() {
        long before = stamps.now();
        stamps.invalidate("a");
        stamps.invalidate("b");
        assertThat(stamps.isFresh("c", before)).isTrue();
        stamps.invalidate("c");
        assertThat(List.of("a", "b", "c", "d")).noneMatch(flag -> stamps.isFresh(flag, before));
        assertThat(stamps.isFresh("a", stamps.now())).isTrue();
    }

    @Test
    void staysSmallHoweverManyFlagsAreInvalidated() {
        for (int i = 0; i < 1_000_000; i++) {
            stamps.invalidate("flag-" + i);
        }
        assertThat(stamps.size()).isLessThanOrEqualTo(2);
    }

    @Test
    void neverTakesWhatWasNeverFetchedForFresh() {
        assertThat(stamps.isFresh("a", InvalidationClock.NEVER)).isFalse();
    }
}
