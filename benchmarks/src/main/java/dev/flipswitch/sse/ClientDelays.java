package dev.flipswitch.sse;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long a client waits before it comes back, for measurements in other packages. For one thread. */
public final class ClientDelays {

    private final ReconnectDelays delays = new ReconnectDelays(Backoff.standard(), ThreadLocalRandom.current());

    /** Of a client that has not been connected yet. */
    public ClientDelays() {}

    /** The stream was open for long. */
    public void stable() {
        delays.stable();
    }

    /**
     * An attempt failed, or the stream ended.
     *
     * @return the wait before the next attempt
     */
    public Duration next() {
        return delays.next(false, Duration.ZERO);
    }
}
