package dev.flipswitch.server.broadcast;

import java.util.List;

/**
 * What a stream begins with. Immutable.
 *
 * @param events in order
 * @param upTo the change that the client knows after them; negative if that can't be said
 */
public record InitialEvents(List<EncodedEvent> events, long upTo) {

    static final InitialEvents NONE = new InitialEvents(List.of(), -1);

    /** Copies. */
    public InitialEvents {
        events = List.copyOf(events);
    }
}
