package dev.flipswitch;

/** Where news of the server's flags comes from: an event stream, or polling. Thread-safe. */
interface UpdateSource extends AutoCloseable {

    /** What a source tells, in order, from one thread. */
    interface Listener {

        /** The server can be heard again, or for the first time: anything may have changed before. */
        void connected();

        /** The server told of a change. */
        void changed(FlagChange change);

        /** The server can't be heard any more. */
        void lost();
    }

    void start();

    SseStatus status();

    /** Connects anew at once. */
    default void reconnect() {}

    @Override
    void close();
}
