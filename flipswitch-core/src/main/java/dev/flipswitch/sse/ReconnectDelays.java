package dev.flipswitch.sse;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client waits before each attempt: the backoff, as the server has adjusted it. Confined to the client's
 * loop.
 */
final class ReconnectDelays {
    private static final Duration SHORTEST_STEP = Duration.ofMillis(100);
    private static final int SPREAD = 10;

    private final RandomGenerator random;
    private final Duration limit;
    private Duration least = Duration.ZERO;
    private Backoff first;
    private Backoff current;
    private Backoff refused = Backoff.refused();
    private Backoff look = Backoff.look();

    ReconnectDelays(Backoff first, RandomGenerator random) {
        this.limit = first.limit();
        this.first = first;
        this.current = first;
        this.random = random;
    }

    /**
     * The stream's {@code retry} field: what the backoff begins with, and the least wait. It never shortens a backoff under
     * way, or a server that sends it, and closes, would be asked again and again at this pace. The upper limit is raised
     * only as long as the server asks for more than it.
     */
    void serverAsks(Duration time) {
        Duration step = longer(time, SHORTEST_STEP);
        least = step;
        Backoff asked = new Backoff(step, longer(step, limit));
        boolean atFirst = current.equals(first);
        first = asked;
        current = atFirst ? asked : new Backoff(shorter(longer(current.step(), step), asked.limit()), asked.limit());
    }

    /** A stream was opened: the credentials are accepted. */
    void opened() {
        refused = Backoff.refused();
        look = Backoff.look();
    }

    /** How long until it is worth looking whether refused credentials have been replaced. */
    Duration look() {
        return look.step();
    }

    /** Refused credentials have been replaced. If they are different each time, looking so often is of no use. */
    void replaced() {
        refused = Backoff.refused();
        look = look.next();
    }

    /** A stream was alive for long: the backoff starts over. */
    void stable() {
        current = first;
    }

    /**
     * The wait before the next attempt.
     *
     * @param refusal whether the credentials were refused
     * @param retryAfter the least that the server asks for, zero if it does not. Up to a tenth is added, so that its
     *     clients don't come back all at once
     */
    Duration next(boolean refusal, Duration retryAfter) {
        Duration delay;
        if (refusal) {
            delay = refused.delay(random);
            refused = refused.next();
        } else {
            delay = current.delay(random);
            current = current.next();
        }
        Duration asked = longer(least, retryAfter);
        return longer(delay, asked.plusNanos(random.nextLong(asked.toNanos() / SPREAD + 1)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
