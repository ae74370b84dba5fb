package dev.flipswitch.server.events;

import dev.flipswitch.server.flags.Environment;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is opened for. Immutable but for its seat.
 *
 * @param environment whose changes
 * @param dialect how they are told
 * @param client who asks
 * @param seat is closed with the stream
 * @param lastEventId the last change that the client saw, if it says so
 */
public record Subscription(
        Environment environment, Dialect dialect, StreamClient client, Seat seat, @Nullable String lastEventId) {}
