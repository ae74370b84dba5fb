package dev.flipswitch.cdi;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts something once, for whoever needs it first; all others wait until it is there. But for those that the start itself
 * may wait for: the thread that starts, and flipswitch's own threads. Thread-safe.
 */
final class StartOnce {
    private final Runnable start;
    private final AtomicLong starter = new AtomicLong();
    private final CountDownLatch started = new CountDownLatch(1);

    StartOnce(Runnable start) {
        this.start = start;
    }

    void run() {
        Thread current = Thread.currentThread();
        if (started.getCount() == 0 || current.getName().startsWith("flipswitch-")) {
            return;
        }
        if (starter.compareAndSet(0, current.getId())) {
            try {
                start.run();
            } finally {
                started.countDown();
            }
        } else if (starter.get() != current.getId()) {
            await();
        }
    }

    private void await() {
        try {
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
