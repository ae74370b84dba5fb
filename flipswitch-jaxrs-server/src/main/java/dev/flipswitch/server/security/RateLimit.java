package dev.flipswitch.server.security;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many requests a second a key may send. What was not used for a second is saved up, no more. Thread-safe; takes no
 * lock.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">Generic cell rate algorithm</a>
 */
public final class RateLimit {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long nanosPerRequest;
    private final LongSupplier nanoTime;

    /** By key, when all that it was allowed so far would have been spread evenly. */
    private final Map<Long, AtomicLong> due = new ConcurrentHashMap<>();

    /**
     * Counts from now.
     *
     * @param perSecond how many; 0 for any number
     */
    public RateLimit(int perSecond) {
        this(perSecond, System::nanoTime);
    }

    RateLimit(int perSecond, LongSupplier nanoTime) {
        this.nanosPerRequest = perSecond == 0 ? 0 : SECOND / perSecond;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets a request through, or not.
     *
     * @param key whose: what the store knows the key's environment by
     * @return in how many seconds to try again; 0 if it may pass now
     */
    public long secondsToWait(long key) {
        if (nanosPerRequest == 0) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        AtomicLong next = due.computeIfAbsent(key, unknown -> new AtomicLong(now));
        while (true) {
            long seen = next.get();
            long start = seen - now > 0 ? seen : now;
            long excess = start + nanosPerRequest - now - SECOND;
            if (excess > 0) {
                return (excess + SECOND - 1) / SECOND;
            }
            if (next.compareAndSet(seen, start + nanosPerRequest)) {
                return 0;
            }
        }
    }
}
