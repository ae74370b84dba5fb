package dev.flipswitch.server.flags;

import java.time.Instant;

/** Something changed in an environment. Immutable. */
public sealed interface Change {

    /**
     * Rises within the environment.
     *
     * @return the id
     */
    long id();

    /**
     * When it changed.
     *
     * @return the time
     */
    Instant at();

    /**
     * One flag was created, changed or deleted.
     *
     * @param id the change's id
     * @param flagKey which flag
     * @param at when
     */
    record FlagUpdated(long id, String flagKey, Instant at) implements Change {}

    /**
     * Any flag may have changed.
     *
     * @param id the change's id
     * @param reason what happened
     * @param at when
     */
    record ConfigUpdated(long id, String reason, Instant at) implements Change {}
}
