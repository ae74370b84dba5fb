package dev.flipswitch.sse;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: first up to {@code step}, then up to twice as long each time, up to
 * {@code limit}. Each wait is drawn from the upper half of its step, so that clients which lost their streams together
 * do not come back together. Immutable.
 *
 * @param step the longest wait at the first stage; from 1 ms to 24 h
 * @param limit the longest wait at any stage; from {@code step} to 24 h
 */
public record Backoff(Duration step, Duration limit) {

    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Backoff {
        Durations.check("step", step);
        Durations.check("limit", limit);
        if (step.compareTo(limit) > 0) {
            throw new IllegalArgumentException("step must be at most limit; got step " + step + " and limit " + limit);
        }
    }

    /**
     * What the reconnection of a lost stream begins with: 1 s, doubling, 30 s at most.
     *
     * @return the policy at its first stage
     */
    public static Backoff standard() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /**
     * For a server that refuses the credentials: 1 min, doubling, 15 min at most.
     *
     * @return the policy at its first stage
     */
    static Backoff refused() {
        return new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(15));
    }

    /** How often to look whether refused credentials have been replaced: after 1 s, doubling, 1 min at most. */
    static Backoff look() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * The policy for the attempt after the next.
     *
     * @return a policy with twice the step, up to the limit
     */
    Backoff next() {
        Duration doubled = step.multipliedBy(2);
        return new Backoff(doubled.compareTo(limit) > 0 ? limit : doubled, limit);
    }

    /**
     * Draws the wait before the next attempt.
     *
     * @param random where the jitter comes from
     * @return a duration from half a step to a whole one
     */
    Duration delay(RandomGenerator random) {
        long half = step.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }
}
