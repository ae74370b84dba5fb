package dev.flipswitch.server.store;

import java.time.Duration;

/** The wait between two looks at what another process does; each caller has a deadline. Stateless. */
final class Pause {
    private Pause() {}

    /**
     * Waits.
     *
     * @throws IllegalStateException if the thread is interrupted, which it stays
     */
    static void of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
