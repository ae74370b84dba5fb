package dev.flipswitch.cache;

/**
 * What a look-up in the cache came to.
 *
 * @param <V> what is cached
 */
public sealed interface Lookup<V> {

    /**
     * A value whose fetch began after the last invalidation that was known when the look-up began.
     *
     * @param value the value
     * @param <V> what is cached
     */
    record Fresh<V>(V value) implements Lookup<V> {}

    /**
     * The last known value: it has been invalidated, and the source could not be asked in time.
     *
     * @param value the value
     * @param <V> what is cached
     */
    record Stale<V>(V value) implements Lookup<V> {}

    /**
     * Nothing is known, and the source could not be asked in time.
     *
     * @param cause why not
     * @param <V> what is cached
     */
    record Missing<V>(Throwable cause) implements Lookup<V> {}
}
