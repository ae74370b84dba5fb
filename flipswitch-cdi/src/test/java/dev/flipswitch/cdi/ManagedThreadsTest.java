package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ManagedThreadsTest {
    /** A container whose threads wait until the application has started. */
    private static ThreadFactory managed(CountDownLatch started) {
        return task ->
                new Thread(() -> {
                    try {
                        started.await();
                        task.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }) {
                    @Override
                    public String toString() {
                        return "managed";
                    }
                };
    }

    @Test
    void makesPlainThreadsUntilTheContainersRun() {
        CountDownLatch started = new CountDownLatch(1);
        ThreadFactory threads = ManagedThreads.onceTheyRun(managed(started));
        assertThat(threads.newThread(() -> {})).doesNotHaveToString("managed");
        started.countDown();
        await().atMost(LIMIT).until(() -> "managed".equals(String.valueOf(threads.newThread(() -> {}))));
    }

    @Test
    void makesTheContainersThreadsAtOnceWhereTheyRun() {
        ThreadFactory threads = ManagedThreads.onceTheyRun(managed(new CountDownLatch(0)));
        assertThat(threads.newThread(() -> {})).hasToString("managed");
    }

    /** By the specification it refuses with null, or with an exception once the component is not valid any more. */
    @Test
    void makesPlainThreadsWhereTheContainerRefuses() {
        List<ThreadFactory> refusing = List.of(task -> null, task -> {
            throw new IllegalStateException();
        });
        for (ThreadFactory container : refusing) {
            AtomicBoolean ran = new AtomicBoolean();
            Thread thread = ManagedThreads.onceTheyRun(container).newThread(() -> ran.set(true));
            thread.start();
            await().atMost(LIMIT).untilTrue(ran);
        }
    }
}
