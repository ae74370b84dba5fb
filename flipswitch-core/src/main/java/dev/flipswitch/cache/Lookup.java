package dev.flipswitch.cache;

/**
 * What a look-up in the cache came to.
 *
 * @param <V> what is cached
 */
public sealed interface Lookup<V> {

    /**
     * A value that has not been invalidated since its fetch began.
     *
     * @param value the value
     * @param <V> what is cached
     */
    record Fresh<V>(V value) implements Lookup<V> {}

    /**
     * The last known value: the source is away, or the value has been invalidated and the source could not be asked in
     * time.
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
