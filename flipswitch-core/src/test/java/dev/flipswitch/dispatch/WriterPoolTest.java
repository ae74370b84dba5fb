package dev.flipswitch.dispatch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriterPoolTest {
    private static final int FEW = 2;
    private static final int MOST_STUCK = 6;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger exhausted = new AtomicInteger();
    private final AtomicInteger unstartable = new AtomicInteger();
    private final WriterPool writers = new WriterPool(FEW, MOST_STUCK, this::thread, exhausted::incrementAndGet);

    private final CountDownLatch containerGivesUp = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger interrupts = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    private Thread thread(Runnable task) {
        if (unstartable.getAndDecrement() > 0) {
            throw new OutOfMemoryError("unable to create native thread, on purpose");
        }
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, failure) -> {});
        return thread;
    }

    @AfterEach
    void close() {
        containerGivesUp.countDown();
        writers.close();
    }

    /** As a write that blocks and heeds no interrupt. */
    private void block() {
        inside.incrementAndGet();
        while (containerGivesUp.getCount() > 0) {
            try {
                containerGivesUp.await();
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
        }
        inside.decrementAndGet();
    }

    private void block(int tasks) {
        for (int i = 0; i < tasks; i++) {
            writers.execute(this::block);
        }
    }

    private void awaitInside(int number) {
        await().atMost(LIMIT).until(() -> inside.get() == number);
    }

    /** Nobody is past a deadline of an hour. */
    private void watchPatiently() {
        writers.watch(System.nanoTime() - Duration.ofHours(1).toNanos());
    }

    private void watchImpatiently() {
        writers.watch(System.nanoTime());
    }

    @Test
    void runsEachTaskOnce() {
        int tasks = 10_000;
        for (int i = 0; i < tasks; i++) {
            writers.execute(done::incrementAndGet);
        }

        await().atMost(LIMIT).until(() -> done.get() == tasks);
    }

    @Test
    void replacesThreadsThatAreHeldUpAndOnlyThese() {
        block(FEW);
        awaitInside(FEW);
        writers.execute(done::incrementAndGet);

        watchPatiently(); // the tasks have only begun
        assertThat(threads).hasSize(FEW);
        watchPatiently();

        await().atMost(LIMIT).until(() -> done.get() == 1);
        assertThat(threads).hasSizeBetween(FEW + 1, FEW + FEW);
        assertThat(interrupts).hasValue(0);
    }

    @Test
    void replacesEachThreadThatIsHeldUpAlsoWhileOthersAreNot() {
        block(FEW - 1);
        awaitInside(FEW - 1);
        watchPatiently();
        watchPatiently();

        block(FEW);

        awaitInside(FEW - 1 + FEW);
    }

    @Test
    void interruptsAThreadPastTheDeadlineOnce() {
        block(1);
        awaitInside(1);
        for (int i = 0; i < 10; i++) {
            watchImpatiently();
        }

        await().atMost(LIMIT).until(() -> interrupts.get() > 0);
        containerGivesUp.countDown();
        awaitInside(0);
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void noTaskIsInterruptedInPlaceOfTheOneBefore() {
        AtomicInteger interrupted = new AtomicInteger();
        try (WriterPool one = new WriterPool(1, 0, this::thread, exhausted::incrementAndGet)) {
            one.execute(() -> {
                try {
                    containerGivesUp.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    interrupts.incrementAndGet();
                }
            });
            one.execute(() -> {
                interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
                done.incrementAndGet();
            });
            await().atMost(LIMIT).until(() -> {
                one.watch(System.nanoTime());
                return interrupts.get() == 1;
            });

            await().atMost(LIMIT).until(() -> done.get() == 1);
            assertThat(interrupted).hasValue(0);
        }
    }

    @Test
    void replacesOnlySoManyThreads() {
        block(FEW + MOST_STUCK + 10);
        await().atMost(LIMIT).until(() -> {
            watchPatiently();
            return inside.get() == FEW + MOST_STUCK;
        });
        for (int i = 0; i < 10; i++) {
            watchPatiently();
        }

        assertThat(threads).hasSize(FEW + MOST_STUCK);
        assertThat(writers.isExhausted()).as("nobody is past the deadline").isFalse();
    }

    @Test
    void saysOnceThatTooManyAreStuckUntilTheyAreFree() {
        block(MOST_STUCK);
        await().atMost(LIMIT).until(() -> {
            watchImpatiently();
            return writers.isExhausted();
        });
        watchImpatiently();
        assertThat(exhausted).hasValue(1);
        writers.execute(done::incrementAndGet);
        await("a few are left").atMost(LIMIT).until(() -> done.get() == 1);

        containerGivesUp.countDown();
        await().atMost(LIMIT).until(() -> !writers.isExhausted());
        watchImpatiently();
        assertThat(exhausted).hasValue(1);
    }

    @Test
    void onlyAFewRunAgainWhenNoneIsHeldUp() {
        block(FEW + MOST_STUCK);
        await().atMost(LIMIT).until(() -> {
            watchImpatiently();
            return inside.get() == FEW + MOST_STUCK;
        });
        containerGivesUp.countDown();
        await("all wait for tasks").atMost(LIMIT).until(() -> threads.stream()
                .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger together = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            writers.execute(() -> {
                most.accumulateAndGet(together.incrementAndGet(), Math::max);
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                together.decrementAndGet();
                done.incrementAndGet();
            });
        }
        await().atMost(LIMIT).until(() -> together.get() == FEW);
        goOn.countDown();

        await().atMost(LIMIT).until(() -> done.get() == 1000);
        assertThat(most).hasValue(FEW);
    }

    @Test
    void goesOnAfterTasksThatFail() {
        for (int i = 0; i < 10; i++) {
            writers.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
        }
        writers.execute(done::incrementAndGet);

        await().atMost(LIMIT).until(() -> done.get() == 1);
    }

    @Test
    void triesAgainWhereNoThreadCanBeStarted() {
        unstartable.set(3);
        writers.execute(done::incrementAndGet);
        watchPatiently();
        writers.execute(done::incrementAndGet);
        assertThat(threads).isEmpty();

        watchPatiently();
        await().atMost(LIMIT).until(() -> done.get() == 2);
    }

    @Test
    void takesNothingWhenItIsClosed() {
        writers.close();

        assertThatThrownBy(() -> writers.execute(done::incrementAndGet)).isInstanceOf(RejectedExecutionException.class);
        watchImpatiently();
        assertThat(done).hasValue(0);
        assertThat(threads).isEmpty();
    }

    @Test
    void interruptsWhatIsUnderWayAtTheEndAndForgetsTheRest() {
        block(FEW);
        awaitInside(FEW);
        writers.execute(done::incrementAndGet);

        writers.close();
        await().atMost(LIMIT).until(() -> interrupts.get() == FEW);
        containerGivesUp.countDown();
        awaitInside(0);
        assertThat(done).hasValue(0);
    }
}
