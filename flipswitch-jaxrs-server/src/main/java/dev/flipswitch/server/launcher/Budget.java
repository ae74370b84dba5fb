package dev.flipswitch.server.launcher;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many share. Thread-safe; takes no lock. */
final class Budget {

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(2).toNanos();

    private final AtomicLong left;
    private volatile long refusedAt = System.nanoTime() - REMEMBERED_NANOS;

    Budget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** A share of the heap, but so much at least. */
    static Budget ofHeap(int share, long least) {
        return new Budget(Math.max(least, Runtime.getRuntime().maxMemory() / share));
    }

    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        refusedAt = System.nanoTime();
        return false;
    }

    void give(long bytes) {
        left.addAndGet(bytes);
    }

    /** Whether there was too little just now. */
    boolean isShort() {
        return System.nanoTime() - refusedAt < REMEMBERED_NANOS;
    }
}
