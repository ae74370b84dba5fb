package dev.flipswitch.update;

import dev.flipswitch.sse.SseStatus;

/**
 * Where updates of the server's flags come from: an event stream, polling, or both. Each {@link Update} goes to one
 * consumer, in order, on the loop. Thread-safe.
 */
public interface UpdateSource extends AutoCloseable {
    void start();

    SseStatus status();

    /** Connects anew at once. */
    void reconnect();

    @Override
    void close();
}
