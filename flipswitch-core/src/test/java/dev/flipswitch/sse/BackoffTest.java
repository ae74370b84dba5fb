package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

    @Test
    void doublesFromOneSecondToThirty() {
        assertThat(Stream.iterate(Backoff.standard(), Backoff::next).limit(7).map(b -> b.step()
                        .toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void doublesFromAMinuteToAQuarterOfAnHourAfterRefusals() { // failure policy 7
        assertThat(Stream.iterate(Backoff.refused(), Backoff::next).limit(6).map(b -> b.step()
                        .toMinutes()))
                .containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
    }

    @Test
    void drawsEachDelayFromTheUpperHalfOfTheStep() {
        Random random = new Random(1);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1));
        var delays = Stream.generate(() -> backoff.delay(random).toMillis())
                .limit(1000)
                .toList();
        assertThat(delays).allMatch(delay -> delay >= 500 && delay <= 1000);
        assertThat(delays).anyMatch(delay -> delay < 520).anyMatch(delay -> delay > 980);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S", "PT0.000999999S", "PT24H0.001S", "P110000D"})
    void refusesWhatNoTimerCanBeSetTo(Duration length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(length, Duration.ofSeconds(1)))
                .withMessageContainingAll("step must be from 1 ms to 24 h", length.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(1), length))
                .withMessageContainingAll("limit must be from 1 ms to 24 h", length.toString());
    }

    @Test
    void refusesAStepBeyondTheLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("PT2S");
    }
}
