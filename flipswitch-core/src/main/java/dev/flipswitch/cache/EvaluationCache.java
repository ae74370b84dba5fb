package dev.flipswitch.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flipswitch.cache.Entry.Known;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Values by flag and context. However many threads ask for one that is unknown or stale, it is fetched once; no lock is
 * held meanwhile. Once {@link #invalidate} or {@link #invalidateAll} has returned, no value whose fetch began before is
 * answered as {@link Lookup.Fresh}. Thread-safe.
 *
 * @param <V> what is cached
 */
public final class EvaluationCache<V> {
    private static final int MAX_FLAGS_WITH_STAMP = 10_000;

    private final ConcurrentMap<Entry.Key, Entry<V>> entries;
    private final InvalidationClock stamps = new InvalidationClock(MAX_FLAGS_WITH_STAMP);
    private final long deadlineNanos;
    private final LongSupplier ticker;
    private final Loader<V> fetcher;
    private volatile boolean sourceAway;

    /** What to do about a value that is not fresh. */
    private enum Step {
        BEGIN_A_FETCH,
        WAIT_FOR_THE_NEWEST,
        DO_WITHOUT
    }

    /**
     * An empty cache.
     *
     * @param maxEntries how many values are kept
     * @param deadline how long a look-up waits at most
     * @param ticker a monotonic clock in nanoseconds
     * @param fetcher asks the source
     */
    public EvaluationCache(int maxEntries, Duration deadline, LongSupplier ticker, Loader<V> fetcher) {
        this(EvaluationCache.<V>bounded(maxEntries).asMap(), deadline, ticker, fetcher);
    }

    EvaluationCache(
            ConcurrentMap<Entry.Key, Entry<V>> entries, Duration deadline, LongSupplier ticker, Loader<V> fetcher) {
        this.entries = entries;
        this.deadlineNanos = deadline.toNanos();
        this.ticker = ticker;
        this.fetcher = fetcher;
    }

    static <V> Cache<Entry.Key, Entry<V>> bounded(int maxEntries) {
        return Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Finds a value, fetching it if it is unknown or has been invalidated. If it is invalidated again meanwhile, it is
     * fetched again, within the same deadline. After a failed fetch the next one begins once the flag is invalidated
     * (ten times in a second at most), or else a second later. Until then the answer comes at once. While the source is
     * away a known value is answered at once.
     *
     * @param flag the flag's key
     * @param context the evaluation context in canonical form
     * @return the value, or the last known one if the source cannot be asked in time
     */
    public Lookup<V> get(String flag, String context) {
        Entry<V> entry = entry(new Entry.Key(flag, context));
        Known<V> known = entry.known();
        if (known != null) {
            if (sourceAway) {
                return known.stale();
            }
            if (isFresh(entry, known)) {
                return known.fresh();
            }
        }
        return fetch(entry);
    }

    private Entry<V> entry(Entry.Key key) {
        long now = ticker.getAsLong();
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            Entry<V> created = new Entry<>(key, now);
            Entry<V> other = entries.putIfAbsent(key, created);
            entry = other == null ? created : other;
        }
        entry.used(now);
        return entry;
    }

    private boolean isFresh(Entry<V> entry, Known<V> known) {
        return stamps.isFresh(entry.key().flag(), known.stamp());
    }

    private Lookup<V> fetch(Entry<V> entry) {
        long now = ticker.getAsLong();
        long deadline = now + deadlineNanos;
        do {
            Fetch<V> newest = entry.newest();
            Known<V> known = entry.known(); // read after the fetch: what it has found is known
            if (known != null && isFresh(entry, known)) {
                return known.fresh();
            }
            Step step = step(entry, newest, now);
            if (newest != null && step == Step.DO_WITHOUT) {
                return answer(entry, newest.failure());
            }
            Fetch<V> joined = step == Step.BEGIN_A_FETCH ? begin(entry, newest, now) : join(newest, now);
            Throwable failure = joined == null ? null : await(joined, deadline - now);
            if (failure != null) {
                return answer(entry, failure);
            }
            now = ticker.getAsLong();
        } while (now - deadline < 0);
        return answer(entry, new TimeoutException("invalidated again and again"));
    }

    /** At most two fetches of a value are under way: one that has been outdated or is late, and the one after it. */
    private Step step(Entry<V> entry, @Nullable Fetch<V> newest, long now) {
        if (newest == null) {
            return Step.BEGIN_A_FETCH;
        }
        boolean upToDate = stamps.isFresh(entry.key().flag(), newest.stamp());
        if (newest.isPausing(now) && (upToDate || newest.isLastOfTooManyFailures())) {
            return Step.DO_WITHOUT;
        }
        if (newest.isLate(now)) {
            return newest.isSecond() ? Step.DO_WITHOUT : Step.BEGIN_A_FETCH;
        }
        boolean worthWaiting = upToDate ? newest.isPromising() : newest.isUnderWay() && newest.isSecond();
        return worthWaiting ? Step.WAIT_FOR_THE_NEWEST : Step.BEGIN_A_FETCH;
    }

    private @Nullable Fetch<V> join(@Nullable Fetch<V> fetch, long now) {
        return fetch != null && fetch.join(now) ? fetch : null;
    }

    private @Nullable Fetch<V> begin(Entry<V> entry, @Nullable Fetch<V> previous, long now) {
        Fetch<V> next = new Fetch<>(previous, stamps.now(), now, deadlineNanos);
        if (!entry.replace(previous, next)) {
            return null;
        }
        next.begin(fetcher, entry, ticker);
        return next;
    }

    /** Waits for the end of a fetch; returns why there is none, or null if what was fetched is known now. */
    private @Nullable Throwable await(Fetch<V> fetch, long nanos) {
        try {
            fetch.await(nanos);
            return null;
        } catch (ExecutionException | CancellationException e) {
            return fetch.failure();
        } catch (TimeoutException e) {
            fetch.leave(ticker.getAsLong());
            return new TimeoutException(
                    "no answer within " + Duration.ofNanos(deadlineNanos).toMillis() + " ms");
        } catch (InterruptedException e) {
            fetch.leave(ticker.getAsLong());
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private Lookup<V> answer(Entry<V> entry, Throwable failure) {
        Known<V> known = entry.known();
        if (known == null) {
            return new Lookup.Missing<>(failure);
        }
        return isFresh(entry, known) ? known.fresh() : known.stale();
    }

    /**
     * Makes everything known of one flag stale, in constant time.
     *
     * @param flag the flag's key
     */
    public void invalidate(String flag) {
        stamps.invalidate(flag);
    }

    /** Makes everything stale, in constant time. */
    public void invalidateAll() {
        stamps.invalidateAll();
    }

    /**
     * Says whether the source is known to be away. While it is, known values are answered at once as
     * {@link Lookup.Stale}, whether invalidated or not, and only unknown ones are fetched. Saying that it is back
     * changes nothing else: what may have changed meanwhile must be invalidated first.
     *
     * @param away whether it is
     */
    public void setSourceAway(boolean away) {
        sourceAway = away;
    }

    boolean isSourceAway() {
        return sourceAway;
    }

    /**
     * Takes a value for the last known one, and for stale, unless one has been fetched.
     *
     * @param flag the flag's key
     * @param context the evaluation context in canonical form
     * @param value the value
     */
    public void seed(String flag, String context, V value) {
        Entry.Key key = new Entry.Key(flag, context);
        Entry<V> seeded = new Entry<>(key, ticker.getAsLong());
        Entry<V> other = entries.putIfAbsent(key, seeded);
        (other == null ? seeded : other).learn(value, InvalidationClock.NEVER, 0);
    }

    /**
     * Finds what is known of a value, fresh or stale, and asks nobody.
     *
     * @param flag the flag's key
     * @param context the evaluation context in canonical form
     * @return the last known value
     */
    public Optional<V> known(String flag, String context) {
        Entry<V> entry = entries.get(new Entry.Key(flag, context));
        Known<V> known = entry == null ? null : entry.known();
        return known == null ? Optional.empty() : Optional.of(known.stale().value());
    }

    /**
     * Goes through all that is known. Nothing is locked meanwhile; what changes during it may be seen or not.
     *
     * @param consumer notified of each last known value
     */
    public void forEachKnown(Consumer<? super KnownValue<V>> consumer) {
        for (Entry<V> entry : entries.values()) {
            Known<V> known = entry.known();
            if (known != null) {
                Entry.Key key = entry.key();
                consumer.accept(new KnownValue<>(
                        key.flag(), key.context(), known.stale().value()));
            }
        }
    }

    /**
     * Whether nothing has been asked for or seeded yet.
     *
     * @return true if no entry is kept
     */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    long nowNanos() {
        return ticker.getAsLong();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    Iterable<Entry<V>> entries() {
        return entries.values();
    }

    /** Whether a look-up would begin a fetch now. */
    boolean needsFetch(Entry<V> entry) {
        return needsFetch(entry, entry.newest());
    }

    private boolean needsFetch(Entry<V> entry, @Nullable Fetch<V> newest) {
        Known<V> known = entry.known();
        return (known == null || !isFresh(entry, known))
                && step(entry, newest, ticker.getAsLong()) == Step.BEGIN_A_FETCH;
    }

    /** Begins a fetch if a look-up would; the caller counts as one who waits for it. */
    @Nullable
    Fetch<V> fetchIfNeeded(Entry<V> entry) {
        Fetch<V> newest = entry.newest();
        return needsFetch(entry, newest) ? begin(entry, newest, ticker.getAsLong()) : null;
    }
}
