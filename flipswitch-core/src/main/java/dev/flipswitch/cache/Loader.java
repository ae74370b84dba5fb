package dev.flipswitch.cache;

import java.util.concurrent.CompletableFuture;

/**
 * Asks the source for values. Called on any thread, by several at once.
 *
 * @param <V> what is cached
 */
@FunctionalInterface
public interface Loader<V> {

    /**
     * Begins to fetch a value. Must not block.
     *
     * @param flag the flag's key
     * @param context the evaluation context in canonical form
     * @return the value to come, never null; it is cancelled once nobody waits for it any more
     */
    CompletableFuture<V> fetch(String flag, String context);
}
