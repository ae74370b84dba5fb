package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Failure policy 7, 13, 18 and 19: how long the client waits. */
class ReconnectDelaysTest {
    private static final Duration NONE = Duration.ZERO;

    private final ReconnectDelays delays = new ReconnectDelays(Backoff.standard(), new Random(1));

    private void assertNextIsOfStep(Duration step) {
        assertThat(delays.next(false, NONE)).isBetween(step.dividedBy(2), step);
    }

    @Test
    void growsUntilAStreamWasStable() {
        assertNextIsOfStep(Duration.ofSeconds(1));
        assertNextIsOfStep(Duration.ofSeconds(2));
        delays.opened();
        assertNextIsOfStep(Duration.ofSeconds(4));
        delays.stable();
        assertNextIsOfStep(Duration.ofSeconds(1));
    }

    @Test
    void waitsAsLongAsTheStreamAsksAndALittleMore() {
        delays.serverAsks(Duration.ofMinutes(5));
        for (int i = 0; i < 100; i++) {
            assertThat(delays.next(false, NONE)).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(330));
        }
        delays.stable();
        assertThat(delays.next(false, NONE)).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(330));
    }

    @Test
    void isNotSetBackByAServerThatAsksForTheSameOnEachConnection() {
        delays.serverAsks(Duration.ofMillis(500));
        assertThat(delays.next(false, NONE)).isBetween(Duration.ofMillis(500), Duration.ofMillis(550));
        delays.serverAsks(Duration.ofMillis(500));
        assertNextIsOfStep(Duration.ofSeconds(1));
        delays.serverAsks(Duration.ofMillis(500));
        assertNextIsOfStep(Duration.ofSeconds(2));
    }

    @Test
    void forgetsALongWaitOnceTheStreamAsksForAShortOne() {
        delays.serverAsks(Duration.ofHours(1));
        delays.next(false, NONE);
        delays.serverAsks(Duration.ofMillis(100));
        for (int i = 0; i < 100; i++) {
            assertThat(delays.next(false, NONE)).isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
        delays.stable();
        assertThat(delays.next(false, NONE)).isLessThanOrEqualTo(Duration.ofMillis(110));
    }

    @Test
    void isNeverTalkedIntoHurrying() {
        delays.serverAsks(Duration.ZERO);
        assertThat(delays.next(false, NONE)).isBetween(Duration.ofMillis(100), Duration.ofMillis(110));
    }

    @Test
    void waitsAtLeastAsLongAsRetryAfterAndALittleMore() {
        for (int i = 0; i < 100; i++) {
            assertThat(delays.next(false, Duration.ofMinutes(2)))
                    .isBetween(Duration.ofMinutes(2), Duration.ofSeconds(132));
        }
        assertThat(delays.next(true, Duration.ofMinutes(2))).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void countsRefusalsApartUntilTheKeyIsAccepted() {
        assertThat(delays.next(true, NONE)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(delays.next(true, NONE)).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        assertNextIsOfStep(Duration.ofSeconds(1));
        delays.opened();
        assertThat(delays.next(true, NONE)).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void looksForAReplacedKeyEachSecondAndLessOftenWhereEachIsRefused() {
        assertThat(delays.look()).isEqualTo(Duration.ofSeconds(1));
        delays.replaced();
        assertThat(delays.look()).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            delays.replaced();
        }
        assertThat(delays.look()).isEqualTo(Duration.ofMinutes(1));
        delays.opened();
        assertThat(delays.look()).isEqualTo(Duration.ofSeconds(1));
    }
}
