package dev.flipswitch;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a provider stands with its server at a moment. Immutable.
 *
 * @param sinceLastByte how long ago the last byte came on the event stream, or the last answer to a poll. Empty if none
 *     has come, as without a server. A healthy stream brings a heartbeat every 15 seconds
 * @param lostSince when the server was lost, by this machine's clock: since then values may be out of date. Empty while
 *     the server can be heard
 */
public record ServerContact(Optional<Duration> sinceLastByte, Optional<Instant> lostSince) {

    /** Checks its arguments for null. */
    public ServerContact {
        Objects.requireNonNull(sinceLastByte, "sinceLastByte");
        Objects.requireNonNull(lostSince, "lostSince");
    }
}
