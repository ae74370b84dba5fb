package dev.flipswitch.sse;

import java.time.Duration;

/**
 * Told of everything that happens on a stream, in order and one call at a time, on the client's
 * {@linkplain SseClientBuilder#listenerExecutor listener executor}. It may block: that holds up neither the reading nor
 * another listener. For a listener that falls far behind, the events that wait for it are replaced by one call of
 * {@link #onEventDropped}. What it throws is logged and otherwise ignored. After {@link SseClient#close()} it is not
 * called any more, except by a call that was about to begin.
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
     * At least one event was dropped, because it exceeded the {@linkplain SseClientBuilder#maxEventSize limit}, or
     * because this listener was too slow. It is too slow if more than 1024 calls, or more bytes than four of the
     * biggest events and 4 MiB, wait for it. The stream goes on with the event after the dropped ones.
     */
    default void onEventDropped() {}

    /**
     * The attempt failed or the stream ended; the client tries again by itself.
     *
     * @param failure what happened
     * @param wasOpen whether the stream had been open
     * @param retryIn how long the client waits before it tries again; after a refusal less, if the headers change
     */
    default void onFailure(SseFailure failure, boolean wasOpen, Duration retryIn) {}

    /**
     * The server asked not to be connected to again (204): nothing is attempted until {@link SseClient#reconnect()}.
     *
     * @param answer what the server answered
     */
    default void onStopped(SseFailure answer) {}
}
