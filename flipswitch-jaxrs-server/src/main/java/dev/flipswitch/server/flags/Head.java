package dev.flipswitch.server.flags;

import java.time.Instant;

/**
 * The newest change of an environment, by which its states are told apart: ids alone may meet again in a database that
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
