package dev.flipswitch.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A logical clock that each invalidation advances, with the moment of the last invalidation per flag and for all.
 * Thread-safe; reading takes no lock.
 */
final class InvalidationClock {
    /** Before any moment: what has this stamp is never fresh. */
    static final long NEVER = -1;

    private static final int LONGEST_KEY = 500;

    private final int maxFlags;
    private final AtomicLong clock = new AtomicLong();
    private volatile Epoch epoch = new Epoch(0, new ConcurrentHashMap<>());

    /** The last invalidation of all, and those of single flags since. */
    private record Epoch(long begin, Map<String, Long> byFlag) {}

    /**
     * A clock at 0.
     *
     * @param maxFlags how many flags have a stamp of their own; one more, or one with a very long key, raises the stamp for
     *     all
     */
    InvalidationClock(int maxFlags) {
        this.maxFlags = maxFlags;
    }

    long now() {
        return clock.get();
    }

    /** Whether what began at {@code stamp} has not been invalidated since. */
    boolean isFresh(String flag, long stamp) {
        Epoch current = epoch;
        return stamp >= current.begin && stamp >= current.byFlag.getOrDefault(flag, 0L);
    }

    synchronized void invalidate(String flag) {
        Map<String, Long> byFlag = epoch.byFlag;
        boolean room = byFlag.size() < maxFlags && flag.length() <= LONGEST_KEY;
        if (!room && !byFlag.containsKey(flag)) {
            invalidateAll();
        } else {
            byFlag.put(flag, clock.incrementAndGet());
        }
    }

    synchronized void invalidateAll() {
        epoch = new Epoch(clock.incrementAndGet(), new ConcurrentHashMap<>());
    }

    int size() {
        return epoch.byFlag.size();
    }
}
