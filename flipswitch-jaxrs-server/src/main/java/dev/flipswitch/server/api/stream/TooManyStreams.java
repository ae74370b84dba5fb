package dev.flipswitch.server.api.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What is answered when too many event streams are open. Stateless. */
final class TooManyStreams {

    static final String MESSAGE = "Too many event streams are open; try again later.";

    private static final Duration SOONEST = Duration.ofSeconds(5);
    private static final Duration LATEST = Duration.ofSeconds(15);

    private TooManyStreams() {}

    /** Not the same for all, so that they don't come back at once. */
    static long retryAfterSeconds() {
        return ThreadLocalRandom.current().nextLong(SOONEST.toSeconds(), LATEST.toSeconds() + 1);
    }
}
