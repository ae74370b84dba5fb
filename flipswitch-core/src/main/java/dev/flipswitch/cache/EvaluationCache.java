package dev.flipswitch.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values by flag and context. However many threads ask for one that is unknown or stale, it is fetched once; entries
 * hold the fetch under way, so no lock is held during it. Thread-safe.
 *
 * @param <V> what is cached
 */
public final class EvaluationCache<V> {
    private static final int MAX_FLAGS_WITH_STAMP = 10_000;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final ConcurrentMap<Key, Entry<V>> entries;
    private final Stamps stamps = new Stamps(MAX_FLAGS_WITH_STAMP);
    private final LongSupplier ticker;

    private record Key(String flag, String context) {}

    /** A fetch, under way or done: what began when, and what was known before. */
    private static final class Entry<V> {
        final long stamp;
        final @Nullable V lastKnown;
        final CompletableFuture<V> fetch = new CompletableFuture<>();
        volatile long failedAtNanos;

        Entry(long stamp, @Nullable V lastKnown) {
            this.stamp = stamp;
            this.lastKnown = lastKnown;
        }

        boolean failed() {
            return fetch.isCompletedExceptionally();
        }

        @Nullable
        V known() {
            return fetch.isDone() && !failed() ? fetch.join() : lastKnown;
        }
    }

    /**
     * An empty cache.
     *
     * @param maxEntries how many values are kept
     * @param ticker a monotonic clock in nanoseconds
     */
    public EvaluationCache(int maxEntries, LongSupplier ticker) {
        Cache<Key, Entry<V>> cache = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .executor(Runnable::run)
                .build();
        this.entries = cache.asMap();
        this.ticker = ticker;
    }

    /**
     * Finds a value, fetching it if it is unknown or has been invalidated. After a failed fetch the next one is begun
     * once the flag is invalidated again, or else a second later; until then the answer comes at once.
     *
     * @param flag the flag's key
     * @param context the evaluation context in canonical form
     * @param fetch begins to fetch the value; must not block
     * @param deadline how long to wait at most
     * @return the value, or the last known one if the source cannot be asked in time
     */
    public Lookup<V> get(String flag, String context, Supplier<CompletableFuture<V>> fetch, Duration deadline) {
        Key key = new Key(flag, context);
        while (true) {
            Entry<V> entry = entries.get(key);
            if (entry != null && stamps.isFresh(flag, entry.stamp) && (!entry.failed() || pausing(entry))) {
                return await(entry, deadline);
            }
            Entry<V> fresh = new Entry<>(stamps.now(), entry == null ? null : entry.known());
            boolean mine = entry == null ? entries.putIfAbsent(key, fresh) == null : entries.replace(key, entry, fresh);
            if (mine) {
                begin(fresh, fetch);
                return await(fresh, deadline);
            }
        }
    }

    /**
     * Makes everything known of one flag stale.
     *
     * @param flag the flag's key
     */
    public void invalidate(String flag) {
        stamps.invalidate(flag);
    }

    /** Makes everything stale. */
    public void invalidateAll() {
        stamps.invalidateAll();
    }

    /**
     * Whether nothing has been asked for yet.
     *
     * @return true if no entry is kept
     */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    private boolean pausing(Entry<V> entry) {
        return ticker.getAsLong() - entry.failedAtNanos < PAUSE_AFTER_FAILURE.toNanos();
    }

    private void begin(Entry<V> entry, Supplier<CompletableFuture<V>> fetch) {
        try {
            CompletableFuture<V> source = fetch.get();
            var unusedSource = source.whenComplete((value, failure) -> {
                if (failure == null) {
                    entry.fetch.complete(value);
                } else {
                    fail(entry, failure);
                }
            });
            var unusedFetch = entry.fetch.whenComplete((value, failure) -> {
                if (failure != null) {
                    source.cancel(true); // given up on at the deadline: let go of its connection
                }
            });
        } catch (RuntimeException e) {
            fail(entry, e);
        }
    }

    private void fail(Entry<V> entry, Throwable failure) {
        entry.failedAtNanos = ticker.getAsLong();
        entry.fetch.completeExceptionally(failure);
    }

    private Lookup<V> await(Entry<V> entry, Duration deadline) {
        Throwable cause;
        try {
            return new Lookup.Fresh<>(entry.fetch.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            cause = e.getCause() == null ? e : e.getCause();
        } catch (TimeoutException e) {
            cause = new TimeoutException("no answer within " + deadline.toMillis() + " ms");
            fail(entry, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cause = e;
        }
        V known = entry.lastKnown;
        return known == null ? new Lookup.Missing<>(cause) : new Lookup.Stale<>(known);
    }
}
