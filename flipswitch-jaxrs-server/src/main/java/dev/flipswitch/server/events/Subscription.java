package dev.flipswitch.server.events;

import dev.flipswitch.server.broadcast.StreamPermit;
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
        Environment environment,
        StreamProtocol dialect,
        StreamClient client,
        StreamPermit seat,
        @Nullable String lastEventId) {}
