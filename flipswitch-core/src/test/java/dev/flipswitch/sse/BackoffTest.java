package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

    @Test
    void refusesAStepBeyondTheLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("PT2S");
    }
}
