package dev.flipswitch.sse;

import java.time.Duration;
import java.util.Objects;

/** What durations may be. Stateless. */
final class Durations {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private Durations() {}

    /**
     * Gives a duration back.
     *
     * @throws IllegalArgumentException if it is out of range: timers can't be set to any length
     */
    static Duration check(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be from 1 ms to 24 h; got " + value);
        }
        return value;
    }
}
