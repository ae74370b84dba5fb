package dev.flipswitch.server.events;

import dev.flipswitch.server.broadcast.EncodedEvent;
import dev.flipswitch.server.broadcast.InitialEvents;
import dev.flipswitch.server.broadcast.SinkQueue;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.ChangeHistory;
import dev.flipswitch.server.messages.Messages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what a client that comes back has missed. Thread-safe. */
final class Replay {

    /** As many as a queue holds; one event that stands for all costs a client that missed more less. */
    private static final int MOST = SinkQueue.MOST_EVENTS;

    private static final Logger LOGGER = System.getLogger(Replay.class.getName());

    /** What was sent last: clients that lost the same connection come back together. */
    private record Told(List<Change> changes, List<EncodedEvent> events) {}

    private final InstantSource clock;
    private final EncodedEvent heartbeat;
    private volatile Told last = new Told(List.of(), List.of());

    Replay(InstantSource clock, EncodedEvent heartbeat) {
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /** A heartbeat, and what came after the change that the client saw last, or one event that stands for it. */
    InitialEvents initialEvents(StreamProtocol protocol, @Nullable String lastSeen, ChangeHistory history) {
        long current = history.lastEventId();
        List<EncodedEvent> events = new ArrayList<>(2);
        events.add(heartbeat);
        if (!isUpToDate(protocol, lastSeen, current)) {
            List<Change> missed = protocol.replays() ? missed(number(lastSeen), current, history) : List.of();
            if (missed.isEmpty()) {
                events.add(new EncodedEvent(protocol.catchUp(
                        Long.toString(current), "changes-missed", Instant.ofEpochMilli(clock.millis()))));
            } else {
                events.addAll(events(protocol, missed));
            }
        }
        return new InitialEvents(events, current);
    }

    private List<EncodedEvent> events(StreamProtocol protocol, List<Change> changes) {
        Told told = last;
        if (!told.changes().equals(changes)) {
            told = new Told(
                    changes,
                    changes.stream()
                            .map(change -> new EncodedEvent(protocol.of(change)))
                            .toList());
            last = told;
        }
        return told.events();
    }

    private static boolean isUpToDate(StreamProtocol protocol, @Nullable String lastSeen, long current) {
        return lastSeen == null ? protocol.replays() : lastSeen.equals(Long.toString(current));
    }

    /** All changes after the one that was seen; none if they can't be sent. */
    private static List<Change> missed(long seen, long current, ChangeHistory history) {
        if (seen < 0 || seen > current) {
            return List.of();
        }
        try {
            return history.changes(seen, current, MOST).orElse(List.of());
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, Messages.notReplayed(e));
            return List.of();
        }
    }

    /** Negative for what can't be an id. */
    private static long number(@Nullable String id) {
        try {
            return id == null ? -1 : Long.parseLong(id);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
