package dev.flipswitch.server.flags;

import java.time.Instant;

/**
 * The newest change of an environment, which distinguishes its states: ids alone may meet again in a database that
 * was restored. Immutable.
 *
 * @param id the change's id, 0 before the first
 * @param at when it was stored
 */
public record Head(long id, Instant at) {

    /** For people. */
    @Override
    public String toString() {
        return "event " + id + " of " + at;
    }
}
