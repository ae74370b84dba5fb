package dev.flipswitch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.messages.LogCapture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GivenExecutorTest {
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** Failure policy 61. */
    @Test
    void doesEachTaskOnceAndWarnsAFewTimesWhereTheExecutorRefusesNowAndThen() {
        Executor busy = task -> {
            if (given.incrementAndGet() % 3 == 0) {
                throw new RejectedExecutionException();
            }
            task.run();
        };
        GivenExecutor executor = new GivenExecutor(busy, Runnable::run);
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 300; i++) {
                executor.execute(done::incrementAndGet);
            }
            assertThat(done).hasValue(300);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("FLIP-CORE-0081"))
                    .hasSizeBetween(1, 4); // three, and one a minute on a machine that stalls
        }
    }
}
