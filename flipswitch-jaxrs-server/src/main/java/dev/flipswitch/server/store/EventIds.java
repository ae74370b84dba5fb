package dev.flipswitch.server.store;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives changes ids that were never given before, whatever the database was set back to. An environment that this
 * process has not created itself goes on at the milliseconds of the process' start. One that has fallen behind what the
 * process has seen goes on at the milliseconds of the present. From there ids are counted. Thread-safe.
 */
final class EventIds {

    private final InstantSource clock;
    private final long start;
    private final Set<Long> created = ConcurrentHashMap.newKeySet();
    private final Map<Long, Long> highest = new ConcurrentHashMap<>();

    EventIds(InstantSource clock) {
        this.clock = clock;
        this.start = clock.millis();
    }

    /** Takes note of an environment whose ids begin here. */
    void created(long environment) {
        created.add(environment);
    }

    /** Takes note of an id that was stored or sent. */
    void seen(long environment, long id) {
        highest.merge(environment, id, Math::max);
    }

    /** The id of the change after the last one that is stored. */
    long next(long environment, long last) {
        long seen = highest.getOrDefault(environment, 0L);
        if (last < seen) {
            return Math.max(seen + 1, clock.millis());
        }
        return Math.max(last + 1, created.contains(environment) ? 0 : start);
    }

    /** An id for what is sent and not stored. */
    long untold(long environment) {
        long id = Math.max(highest.getOrDefault(environment, 0L) + 1, clock.millis());
        seen(environment, id);
        return id;
    }
}
