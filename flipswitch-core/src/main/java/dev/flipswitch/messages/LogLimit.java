package dev.flipswitch.messages;

import java.time.Duration;

/** Lets a few lines of a kind into the log, then one a minute, however often somebody else gives cause. Thread-safe. */
public final class LogLimit {
    private static final int FEW = 3;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private int left = FEW;
    private long nextAtNanos;

    /** Whether a line may be logged now. */
    public boolean permits() {
        return permits(System.nanoTime());
    }

    public synchronized boolean permits(long nowNanos) {
        if (left > 0) {
            left--;
        } else if (nowNanos - nextAtNanos < 0) {
            return false;
        }
        nextAtNanos = nowNanos + MINUTE_NANOS;
        return true;
    }
}
