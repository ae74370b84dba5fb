package dev.flipswitch.server.launcher;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Looks once a second (more often where patience is short) at all that waits for a client: who is too slow is cut off.
 * Thread-safe.
 */
final class Patience extends AbstractLifeCycle {

    /** What a client has to send or to take while patience lasts, unless it needs less; 1.6 KiB a second with 10 s. */
    static final int LEAST_BYTES = 16 * 1024;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int LOOKS = 5;

    /** What waits for a client; is asked by one thread. */
    interface Waiting {

        /** Ends it, if the client had its time. */
        void look(long nanoTime);
    }

    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final Scheduler scheduler;
    private final long nanos;
    private final long pauseNanos;

    /**
     * Begins when it is started.
     *
     * @param scheduler makes it look
     * @param patience how long a client may take to send a request's head, or {@link #LEAST_BYTES}
     */
    Patience(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.nanos = patience.toNanos();
        this.pauseNanos = Math.min(nanos / LOOKS, LONGEST_PAUSE.toNanos());
    }

    void begin(Waiting client) {
        waiting.add(client);
    }

    void end(Waiting client) {
        waiting.remove(client);
    }

    /** Whether it took too long since then. */
    boolean isOver(long sinceNanoTime, long nanoTime) {
        return nanoTime - sinceNanoTime > nanos;
    }

    @Override
    protected void doStart() {
        scheduler.schedule(this::look, pauseNanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (isRunning()) {
            try {
                waiting.forEach(client -> client.look(System.nanoTime()));
            } finally {
                scheduler.schedule(this::look, pauseNanos, TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Whether a client goes on. For one thread. */
    static final class Pace {

        private final int times;
        private long since;
        private long bytes;

        /** With so many times the patience for as many bytes. */
        Pace(int times, long nanoTime, long bytesSoFar) {
            this.times = times;
            since = nanoTime;
            bytes = bytesSoFar;
        }

        /** Whether fewer than the least bytes went over while patience lasted. */
        boolean isTooSlow(Patience patience, long nanoTime, long bytesSoFar) {
            if (bytesSoFar - bytes >= LEAST_BYTES) {
                since = nanoTime;
                bytes = bytesSoFar;
            }
            return nanoTime - since > times * patience.nanos;
        }
    }
}
