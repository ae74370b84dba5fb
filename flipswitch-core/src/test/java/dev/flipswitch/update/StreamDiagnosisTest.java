package dev.flipswitch.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.update.StreamDiagnosis.End;
import dev.flipswitch.update.StreamDiagnosis.Finding;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is concluded from how streams end. Failure policy 65. */
class StreamDiagnosisTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final StreamDiagnosis diagnosis = new StreamDiagnosis();

    private boolean ended(double openFor, double idleFor) {
        return diagnosis.ended(new End(seconds(openFor), seconds(idleFor), true), HEARTBEAT);
    }

    private boolean endedWithoutByte(double openFor) {
        return diagnosis.ended(new End(seconds(openFor), seconds(openFor), false), HEARTBEAT);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    @Test
    void findsAnIdleTimeoutBelowTheHeartbeatAlsoWhereEventsPutItOff() {
        assertThat(ended(10, 10)).isFalse();
        assertThat(ended(25.1, 10.1)).isFalse();
        assertThat(ended(10.2, 10.2)).isTrue();
        assertThat(diagnosis.finding()).isEqualTo(Finding.IDLE);
        assertThat(diagnosis.limit()).isEqualTo(seconds(10.2));
        assertThat(ended(10, 10)).as("found once").isFalse();
    }

    @Test
    void findsAProxyThatLimitsTheTimeOfAnAnswer() {
        ended(30, 3);
        ended(30, 12);
        assertThat(ended(30.3, 0.3)).isTrue();
        assertThat(diagnosis.finding()).isEqualTo(Finding.LIFETIME);
        assertThat(diagnosis.limit()).isEqualTo(seconds(30.3));
    }

    @Test
    void findsBytesThatAreHeldBackFromTheBeginningOrLater() {
        endedWithoutByte(45);
        assertThat(endedWithoutByte(45)).isTrue();
        assertThat(diagnosis.finding()).isEqualTo(Finding.HELD_BACK);
        StreamDiagnosis other = new StreamDiagnosis();
        other.ended(new End(seconds(45), seconds(45), true), HEARTBEAT);
        assertThat(other.ended(new End(seconds(45.1), seconds(45), true), HEARTBEAT))
                .isTrue();
        assertThat(other.finding()).isEqualTo(Finding.HELD_BACK);
    }

    @Test
    void findsBytesThatAreHeldBackAsSoonAsOneStreamBringsNothing() {
        assertThat(diagnosis.broughtNothing(HEARTBEAT)).isTrue();
        assertThat(diagnosis.finding()).isEqualTo(Finding.HELD_BACK);
        assertThat(diagnosis.broughtNothing(HEARTBEAT)).as("found once").isFalse();
        assertThat(endedWithoutByte(45)).as("found once").isFalse();
        assertThat(lives(25, 25)).as("a burst").isFalse();
        assertThat(lives(30.1, 15)).isTrue();
        assertThat(diagnosis.finding()).isEqualTo(Finding.NONE);
    }

    @Test
    void findsNothingInEndsAtDifferentTimesOrAtOnceOrAfterLong() {
        for (double[] times : new double[][] {{10, 20, 10}, {0.1, 0.1, 0.1}, {600, 600, 600}, {3, 9, 4}}) {
            StreamDiagnosis fresh = new StreamDiagnosis();
            for (int i = 0; i < times.length; i++) {
                double idle = Math.min(times[i], 14) / (i + 2);
                assertThat(fresh.ended(new End(seconds(times[i]), seconds(idle), true), HEARTBEAT))
                        .as("%s of %s", i, times)
                        .isFalse();
            }
        }
    }

    @Test
    void isRefutedByAStreamThatLivesTwiceAsLong() {
        ended(10, 1);
        ended(10, 9);
        ended(10, 5);
        assertThat(lives(15, 15)).isFalse();
        assertThat(lives(20.1, 0.1)).isTrue();
        assertThat(diagnosis.finding()).isEqualTo(Finding.NONE);
        assertThat(lives(21, 1)).as("told once").isFalse();
        assertThat(ended(10, 10)).as("begins anew").isFalse();
    }

    @Test
    void isNotRefutedByAStreamThatEventsKeepFromBeingIdle() {
        ended(3, 3);
        ended(3, 3);
        ended(3, 3);
        for (int second = 2; second < 100; second += 2) {
            assertThat(lives(second, 2)).isFalse();
        }
        assertThat(diagnosis.finding()).isEqualTo(Finding.IDLE);
        assertThat(lives(106, 6.1)).isTrue();
    }

    @Test
    void isRefutedByAStreamThatIsIdleBetweenHeartbeatsAlsoIfTheseCameSoonerThanTwiceTheLimit() {
        ended(10, 10);
        ended(10, 10);
        ended(10, 10);
        assertThat(lives(15, 15)).isFalse();
        assertThat(lives(30, 15)).as("the proxy's limit was raised").isTrue();
        ended(3, 3);
        ended(3, 3);
        ended(3, 3);
        assertThat(diagnosis.lives(seconds(8), seconds(2), seconds(2)))
                .as("the heartbeat was lowered")
                .isTrue();
    }

    private boolean lives(double openFor, double idleFor) {
        return diagnosis.lives(seconds(openFor), seconds(idleFor), HEARTBEAT);
    }
}
