package dev.flipswitch.server.events;

import dev.flipswitch.server.broadcast.StreamPermit;
import dev.flipswitch.server.flags.Environment;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is opened for. Immutable but for its permit.
 *
 * @param environment whose changes
 * @param protocol how changes are announced
 * @param client who asks
 * @param permit is closed with the stream
 * @param lastEventId the last change that the client saw, if it says so
 */
public record Subscription(
        Environment environment,
        StreamProtocol protocol,
        StreamClient client,
        StreamPermit permit,
        @Nullable String lastEventId) {}
