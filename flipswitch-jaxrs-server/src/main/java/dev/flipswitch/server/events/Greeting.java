package dev.flipswitch.server.events;

import java.util.List;

/**
 * What a stream begins with. Immutable.
 *
 * @param events in order
 * @param upTo the change that the client knows after them; negative if that can't be said
 */
record Greeting(List<Outgoing> events, long upTo) {

    static final Greeting NONE = new Greeting(List.of(), -1);

    /** Copies. */
    Greeting {
        events = List.copyOf(events);
    }
}
