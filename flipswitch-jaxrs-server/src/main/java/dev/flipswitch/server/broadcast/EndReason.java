package dev.flipswitch.server.broadcast;

/** Why a stream ended. */
public enum EndReason {
    /** Its client is gone: a write failed, or the connection was closed. */
    GONE,
    /** Its client took nothing for longer than the write deadline. */
    STALLED,
    /** The server stops. */
    STOPPED
}
