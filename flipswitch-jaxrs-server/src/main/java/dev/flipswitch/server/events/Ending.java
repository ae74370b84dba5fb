package dev.flipswitch.server.events;

/** Why a stream ended. */
public enum Ending {
    /** Its client is gone: a write failed, or the connection was closed. */
    GONE,
    /** Its client took nothing for longer than the write deadline. */
    STALLED,
    /** The server stops. */
    STOPPED
}
