package dev.flipswitch.server.events;

import dev.flipswitch.server.flags.Change;
import java.time.Instant;

/** How changes are announced. */
public enum StreamProtocol {
    /** As {@code GET /api/v1/flags/events} sends them: which flag, or that any may have changed. */
    FLIPSWITCH {
        @Override
        WireEvent of(Change change) {
            return WireEvent.of(change);
        }

        @Override
        WireEvent catchUp(String id, String reason, Instant at) {
            return WireEvent.catchUp(id, reason, at);
        }

        @Override
        boolean replays() {
            return true;
        }
    },

    /** As OFREP's event streams do (ADR 0008): that all flags are to be fetched anew. */
    OFREP {
        @Override
        WireEvent of(Change change) {
            return WireEvent.refetch(Long.toString(change.id()), change.at());
        }

        @Override
        WireEvent catchUp(String id, String reason, Instant at) {
            return WireEvent.refetch(id, at);
        }

        @Override
        boolean replays() {
            return false;
        }
    };

    abstract WireEvent of(Change change);

    /**
     * Whether single changes are worth replaying, and a client that says nothing of what it saw fetches by itself. If not,
     * every event makes it fetch everything, and only an event does.
     */
    abstract boolean replays();

    /** Stands for all changes up to this one. */
    abstract WireEvent catchUp(String id, String reason, Instant at);
}
