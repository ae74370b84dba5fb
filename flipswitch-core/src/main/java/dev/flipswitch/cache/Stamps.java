package dev.flipswitch.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A logical clock that each invalidation advances, with the moment of the last invalidation per flag and for all.
 * Thread-safe; reading takes no lock.
 */
final class Stamps {
    private final int maxFlags;
    private final AtomicLong clock = new AtomicLong();
    private final Map<String, Long> byFlag = new ConcurrentHashMap<>();
    private volatile long all;

    /**
     * A clock at 0.
     *
     * @param maxFlags how many flags have a stamp of their own; one more raises the stamp for all
     */
    Stamps(int maxFlags) {
        this.maxFlags = maxFlags;
    }

    long now() {
        return clock.get();
    }

    /** Whether what began at {@code stamp} has not been invalidated since. */
    boolean isFresh(String flag, long stamp) {
        return stamp >= all && stamp >= byFlag.getOrDefault(flag, 0L);
    }

    synchronized void invalidate(String flag) {
        if (byFlag.size() >= maxFlags && !byFlag.containsKey(flag)) {
            invalidateAll();
        } else {
            byFlag.put(flag, clock.incrementAndGet());
        }
    }

    synchronized void invalidateAll() {
        all = clock.incrementAndGet();
        byFlag.clear(); // all is above each of them
    }
}
