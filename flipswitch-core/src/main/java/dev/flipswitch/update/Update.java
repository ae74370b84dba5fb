package dev.flipswitch.update;

import dev.flipswitch.ofrep.Refetch;
import dev.flipswitch.sse.SseStatus;
import java.time.Instant;
import java.util.Optional;

/** What an {@link UpdateSource} says, in order, on the loop. */
public sealed interface Update
        permits FlagInvalidation,
                Outage,
                Update.Connected,
                Update.EvaluationsRefused,
                Update.Heard,
                Update.KeyRotated,
                Update.Polled,
                Update.Refetched,
                Update.StatusChanged,
                Update.Unreliable {

    /** Bytes of the server came. */
    record Heard() implements Update {
        static final Heard BYTES = new Heard();
    }

    /**
     * The server can be heard again, or for the first time: anything may have changed before.
     *
     * @param unconditionally whether the next bulk evaluation must be answered in full
     */
    record Connected(boolean unconditionally) implements Update {}

    /**
     * An OFREP event stream said that anything may have changed.
     *
     * @param newest what it said of the server's newest state
     */
    record Refetched(Refetch newest) implements Update {}

    /**
     * A poll was answered.
     *
     * @param diff what has changed since the last answer
     */
    record Polled(SnapshotDiff diff) implements Update {}

    /**
     * Evaluations fail although the server can be heard, or do so no more.
     *
     * @param now whether they fail
     */
    record EvaluationsRefused(boolean now) implements Update {}

    /**
     * Something on the way ends streams or holds them back, or does so no more.
     *
     * @param now whether it does
     */
    record Unreliable(boolean now) implements Update {}

    /**
     * The event stream has another status. What that means for values was said before.
     *
     * @param status the new status
     */
    record StatusChanged(SseStatus status) implements Update {}

    /**
     * The server replaces the API key, or has aborted that.
     *
     * @param validUntil until when the server accepts the present key; empty if the replacement was aborted
     */
    record KeyRotated(Optional<Instant> validUntil) implements Update {}
}
