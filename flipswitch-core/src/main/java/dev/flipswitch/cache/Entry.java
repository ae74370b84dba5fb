package dev.flipswitch.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is known of a flag for a context, and the newest fetch of it. Thread-safe. */
final class Entry<V> {
    private static final long SAME_USE_NANOS = Duration.ofMillis(10).toNanos();

    private final Key key;
    private final AtomicReference<@Nullable Known<V>> known = new AtomicReference<>();
    private final AtomicReference<@Nullable Fetch<V>> newest = new AtomicReference<>();
    private volatile long usedAtNanos;

    /** What the cache is asked for. */
    record Key(String flag, String context) {

        /**
         * By hand, since JDK 17 keeps hold of the record whose generated equality was linked last.
         * {@code ObjectMethods} has a method handle that caches the record's type, and with it the class loader of an
         * application that has ended.
         */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && flag.equals(key.flag) && context.equals(key.context);
        }
    }

    /** A value, both ways to answer with it, and which fetch it came from, begun when; 0 and -1 if from none. */
    record Known<V>(Lookup.Fresh<V> fresh, Lookup.Stale<V> stale, long stamp, long number) {}

    /**
     * Nothing known.
     *
     * @param usedAtNanos when it was last used
     */
    Entry(Key key, long usedAtNanos) {
        this.key = key;
        this.usedAtNanos = usedAtNanos;
    }

    Key key() {
        return key;
    }

    @Nullable
    Known<V> known() {
        return known.get();
    }

    /** Knows a value, unless it knows that of a later fetch. */
    void learn(V value, long stamp, long number) {
        Known<V> learned = new Known<>(new Lookup.Fresh<>(value), new Lookup.Stale<>(value), stamp, number);
        var unused = known.accumulateAndGet(
                learned, (before, next) -> before != null && before.number() > next.number() ? before : next);
    }

    @Nullable
    Fetch<V> newest() {
        return newest.get();
    }

    boolean replace(@Nullable Fetch<V> before, Fetch<V> next) {
        return newest.compareAndSet(before, next);
    }

    /** Takes note of a use; uses close together count as one, so that cores rarely contend for it. */
    void used(long nowNanos) {
        if (nowNanos - usedAtNanos >= SAME_USE_NANOS) {
            usedAtNanos = nowNanos;
        }
    }

    long usedAtNanos() {
        return usedAtNanos;
    }
}
