package dev.flipswitch.server.operations;

/** Says whether what the server depends on is there. Implementations are thread-safe. */
@FunctionalInterface
public interface Availability {

    /**
     * Asks.
     *
     * @return whether it is there now
     */
    boolean isAvailable();
}
