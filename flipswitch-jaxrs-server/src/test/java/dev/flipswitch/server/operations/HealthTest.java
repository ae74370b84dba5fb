package dev.flipswitch.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<Boolean> answers = new ArrayDeque<>();
    private final Health health = new Health(this::ask, nanos::get);

    @Test
    void followsTheDatabase() {
        answers.addAll(List.of(true, false, true));

        assertThat(health.isAvailable()).isTrue();
        later(1_001);
        assertThat(health.isAvailable()).isFalse();
        later(1_001);
        assertThat(health.isAvailable()).isTrue();
    }

    @Test
    void takesAFailureForAway() {
        assertThat(health.isAvailable()).as("no answer is left: it throws").isFalse();
    }

    @Test
    void asksOnceASecondHoweverOftenItIsAsked() {
        answers.add(true);
        for (int i = 0; i < 100; i++) {
            assertThat(health.isAvailable()).isTrue();
            later(9);
        }
        assertThat(asked).hasValue(1);
    }

    private boolean ask() {
        asked.incrementAndGet();
        return answers.remove();
    }

    private void later(int millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
