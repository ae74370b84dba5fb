package dev.flipswitch.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Fetches stale values anew in the background, so that the next look-up rarely waits: in one pass the 32 that were used
 * last, 4 at a time. Passes begin 100 ms apart at least, however many are asked for, and none begins while the source
 * is away. A pass ends early if the source fails again and again. Thread-safe; it has timers, but no thread.
 *
 * @param <V> what is cached
 */
public final class Refresher<V> implements AutoCloseable {
    private static final int VALUES_IN_A_PASS = 32;
    private static final int AT_A_TIME = 4;
    private static final int FAILURES_IN_A_PASS = 4;
    private static final long BETWEEN_PASSES_NANOS = Duration.ofMillis(100).toNanos();

    private final EvaluationCache<V> cache;
    private final ScheduledExecutorService timers;
    private final RandomGenerator random;

    private volatile boolean closed;
    private final Object lock = new Object(); // guards all below; nothing is fetched under it
    private final Queue<Entry<V>> waiting = new ArrayDeque<>();
    private final Set<Background> underWay = new HashSet<>();
    private @Nullable Future<?> nextPass;
    private long nextPassAtNanos;
    private int failures;

    /** A stale value, and for how long nobody has used it. */
    private record Candidate<V>(Entry<V> entry, long unusedNanos) {}

    /** The refresher as one of those who wait for a fetch. */
    private final class Background {
        private final Entry<V> entry;
        private final AtomicReference<@Nullable Fetch<V>> fetch = new AtomicReference<>();

        Background(Entry<V> entry) {
            this.entry = entry;
        }

        void waitFor(Fetch<V> begun) {
            fetch.set(begun);
        }

        void leave() {
            Fetch<V> left = fetch.getAndSet(null);
            if (left != null) {
                left.leave(cache.nowNanos());
            }
        }
    }

    /**
     * A refresher without anything to do.
     *
     * @param cache whose values it fetches
     * @param timers for timers only; what runs there never blocks. May be shut down at any time
     */
    public Refresher(EvaluationCache<V> cache, ScheduledExecutorService timers) {
        this(cache, timers, new Random());
    }

    Refresher(EvaluationCache<V> cache, ScheduledExecutorService timers, RandomGenerator random) {
        this.cache = cache;
        this.timers = timers;
        this.random = random;
        this.nextPassAtNanos = cache.nowNanos();
    }

    /** Begins a pass as soon as may be. To be called after an invalidation; does not block. */
    public void refreshSoon() {
        refreshAfter(0);
    }

    /**
     * Begins a pass within some time, so that clients that heard the same at once don't ask all at once. Passes
     * asked for meanwhile are one with it.
     *
     * @param spread the longest wait; the real one is drawn at random
     */
    public void refreshSoon(Duration spread) {
        refreshAfter(random.nextLong(spread.toNanos() + 1));
    }

    private void refreshAfter(long nanos) {
        synchronized (lock) {
            if (closed || nextPass != null || cache.isSourceAway()) {
                return;
            }
            long delay = Math.max(nanos, nextPassAtNanos - cache.nowNanos());
            try {
                nextPass = timers.schedule(this::pass, delay, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // shut down: values are fetched when they are asked for
            }
        }
    }

    private void pass() {
        synchronized (lock) {
            nextPass = null; // before looking: what is invalidated from now on takes another pass
            nextPassAtNanos = cache.nowNanos() + BETWEEN_PASSES_NANOS;
            failures = 0;
        }
        List<Entry<V>> stale = lastUsed();
        synchronized (lock) {
            waiting.clear();
            waiting.addAll(stale);
        }
        fetchWaiting();
    }

    private List<Entry<V>> lastUsed() {
        Comparator<Candidate<V>> longestUnusedFirst =
                Comparator.comparingLong(Candidate<V>::unusedNanos).reversed();
        Queue<Candidate<V>> found = new PriorityQueue<>(longestUnusedFirst);
        long now = cache.nowNanos();
        for (Entry<V> entry : cache.entries()) {
            if (cache.needsFetch(entry)) {
                found.add(new Candidate<>(entry, now - entry.usedAtNanos()));
                if (found.size() > VALUES_IN_A_PASS) {
                    found.remove();
                }
            }
        }
        List<Candidate<V>> candidates = new ArrayList<>(found);
        candidates.sort(longestUnusedFirst.reversed());
        return candidates.stream().map(Candidate::entry).toList();
    }

    private void fetchWaiting() {
        for (Background next = next(); next != null; next = next()) {
            fetch(next);
        }
    }

    private @Nullable Background next() {
        synchronized (lock) {
            if (closed || failures >= FAILURES_IN_A_PASS || underWay.size() >= AT_A_TIME || cache.isSourceAway()) {
                return null;
            }
            Entry<V> entry = waiting.poll();
            Background next = entry == null ? null : new Background(entry);
            if (next != null) {
                underWay.add(next);
            }
            return next;
        }
    }

    private void fetch(Background background) {
        Fetch<V> fetch = cache.fetchIfNeeded(background.entry);
        if (fetch == null) {
            ended(background, false);
            return;
        }
        background.waitFor(fetch);
        Future<?> deadline = leaveAtDeadline(background);
        fetch.whenEnded(failed -> {
            deadline.cancel(false);
            ended(background, failed);
            fetchWaiting();
        });
        if (closed) { // meanwhile
            background.leave();
        }
    }

    private Future<?> leaveAtDeadline(Background background) {
        try {
            return timers.schedule(background::leave, cache.deadlineNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) { // shut down: nobody would end it
            background.leave();
            return CompletableFuture.completedFuture(null);
        }
    }

    private void ended(Background background, boolean failed) {
        synchronized (lock) {
            underWay.remove(background);
            failures += failed ? 1 : 0;
        }
    }

    /** Begins nothing more, and gives up what nobody else waits for. */
    @Override
    public void close() {
        List<Background> leaving;
        synchronized (lock) {
            closed = true;
            if (nextPass != null) {
                nextPass.cancel(false);
            }
            waiting.clear();
            leaving = List.copyOf(underWay);
        }
        leaving.forEach(Background::leave);
    }
}
