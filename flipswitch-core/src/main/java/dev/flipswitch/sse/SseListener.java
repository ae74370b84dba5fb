package dev.flipswitch.sse;

import java.time.Duration;

/**
 * Told of everything that happens on a stream, in order, on the client's one thread. A listener that blocks holds the
 * reading up; what takes time belongs on another thread. What a listener throws is logged and otherwise ignored.
 */
public interface SseListener {

    /** An attempt to connect begins. */
    default void onConnecting() {}

    /** The server answered with an event stream, which is open from now on. */
    default void onOpen() {}

    /**
     * An event arrived.
     *
     * @param event the event
     */
    void onEvent(SseEvent event);

    /**
     * An event exceeded the {@link SseClientBuilder#maxEventSize limit} and was dropped; the stream goes on with the
     * event after it.
     */
    default void onEventDropped() {}

    /**
     * The attempt failed or the stream ended; the client tries again by itself.
     *
     * @param failure what happened
     * @param wasOpen whether the stream had been open
     * @param retryIn how long the client waits before it tries again
     */
    default void onFailure(SseFailure failure, boolean wasOpen, Duration retryIn) {}

    /**
     * The server asked not to be connected to again (204): nothing is attempted until {@link SseClient#reconnect()}.
     *
     * @param answer what the server answered
     */
    default void onStopped(SseFailure answer) {}
}
