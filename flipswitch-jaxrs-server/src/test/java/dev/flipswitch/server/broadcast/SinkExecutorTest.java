package dev.flipswitch.server.broadcast;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkExecutorTest {

    private static final int BLOCKED = 40;
    private static final int TASKS = 10_000;

    private final SinkExecutor senders = new SinkExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        senders.close();
    }

    @Test
    void runsWhatItIsGivenOnce() {
        for (int i = 0; i < TASKS; i++) {
            senders.execute(done::incrementAndGet);
        }

        await().atMost(LIMIT).until(() -> done.get() == TASKS);
    }

    @Test
    void replacesThreadsThatAreHeldUp() {
        for (int i = 0; i < BLOCKED; i++) {
            senders.execute(this::block);
        }
        senders.execute(done::incrementAndGet);

        await().atMost(LIMIT).until(() -> {
            senders.replaceHeldUp();
            return done.get() == 1;
        });
        release.countDown();
        await().atMost(LIMIT).until(() -> done.get() == 1 + BLOCKED);
    }

    @Test
    void takesNothingWhenItIsClosed() {
        senders.close();

        assertThatThrownBy(() -> senders.execute(done::incrementAndGet)).isInstanceOf(RejectedExecutionException.class);
        assertThat(done).hasValue(0);
    }

    private void block() {
        try {
            release.await();
            done.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
