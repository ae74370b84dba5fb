package dev.flipswitch.sse;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/** The heartbeat that a server promises with its stream's headers. Stateless. */
final class Heartbeat {
    private static final String HEADER = "X-Flipswitch-Heartbeat";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** What a stream's silence must exceed at least, however often the server's heart beats: either side may be busy. */
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);

    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final int MISSED = 3;

    private Heartbeat() {}

    /** The milliseconds that the server names; nonsense is ignored. */
    static Optional<Duration> in(HttpHeaders headers) {
        return headers.firstValue(HEADER)
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(value -> Duration.ofMillis(Long.parseLong(value)))
                .filter(heartbeat -> !heartbeat.isZero() && heartbeat.compareTo(LONGEST) <= 0);
    }

    /** After how long without a byte a stream is dead. */
    static Duration silence(Optional<Duration> heartbeat) {
        return heartbeat
                .map(named -> named.multipliedBy(MISSED))
                .map(silence -> silence.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : silence)
                .orElse(SILENCE);
    }
}
