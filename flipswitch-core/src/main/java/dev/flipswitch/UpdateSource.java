package dev.flipswitch;

import dev.flipswitch.ofrep.Refetch;

/** Where news of the server's flags comes from: an event stream, polling, or both. Thread-safe. */
interface UpdateSource extends AutoCloseable {

    /** What a source tells, in order, on the loop. */
    interface Listener {

        /** Bytes of the server came. */
        void heard();

        /**
         * The server can be heard again, or for the first time: anything may have changed before.
         *
         * @param unconditionally whether what is known must not be relied on when asking what has
         */
        void connected(boolean unconditionally);

        /** The server told of a change. */
        void changed(ChangeEvent event);

        /** The server told that anything may have changed, and of its newest state. */
        void refetch(Refetch newest);

        /** The server was asked, and this is what has changed since the last time. */
        void polled(Comparison comparison);

        /** The server can't be heard, or could not be heard again. */
        void lost(Outage outage);

        /** Evaluations fail although the server can be heard, or do no more. */
        void evaluationsRefused(boolean refused);

        /** Streams are ended or held back by something on the way, or are no more. */
        void unreliable(boolean now);

        /** Whether the server can't be heard, as far as was told. */
        boolean isLost();

        /** The event stream's status is another one; what that means for values has been told before. */
        void status(SseStatus status);

        /** The server told that the API key is being replaced. */
        void keyRotated(ApiKeyRotation rotation);
    }

    void start();

    SseStatus status();

    /** Connects anew at once. */
    void reconnect();

    @Override
    void close();
}
