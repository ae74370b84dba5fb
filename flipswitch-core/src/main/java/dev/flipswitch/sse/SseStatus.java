package dev.flipswitch.sse;

/** How the provider's event stream stands. */
public enum SseStatus {
    /** An attempt to connect is under way. */
    CONNECTING,
    /** The stream is open and alive: changes arrive as they happen. */
    CONNECTED,
    /** The stream was lost and will be retried, or real time is off, or the provider is shut down. */
    DISCONNECTED,
    /** The last attempt to connect failed; it will be retried unless the server refused the API key. */
    ERROR
}
