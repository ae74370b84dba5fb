package dev.flipswitch.cache;

/**
 * The last known value of a flag for a context, fresh or not.
 *
 * @param flag the flag's key
 * @param context the evaluation context in canonical form
 * @param value the value
 * @param <V> what is cached
 */
public record KnownValue<V>(String flag, String context, V value) {}
