package dev.flipswitch.server.events;

import dev.flipswitch.server.broadcast.EndReason;
import dev.flipswitch.server.flags.Environment;
import java.time.Duration;

/** Hears how streams fare, on any thread; must neither wait nor throw. */
public interface StreamObserver {

    /** Does nothing. */
    StreamObserver NONE = new StreamObserver() {
        @Override
        public void delivered(Environment environment, int streams, Duration sinceCommit) {}

        @Override
        public void collapsed(Environment environment) {}

        @Override
        public void ended(Environment environment, EndReason ending) {}
    };

    /**
     * The last stream that could get a change has got it.
     *
     * @param environment where it changed
     * @param streams how many got it
     * @param sinceCommit from the change to the last write
     */
    void delivered(Environment environment, int streams, Duration sinceCommit);

    /**
     * What waited for a slow stream became one event.
     *
     * @param environment whose stream
     */
    void collapsed(Environment environment);

    /**
     * A stream ended.
     *
     * @param environment whose stream
     * @param ending why
     */
    void ended(Environment environment, EndReason ending);
}
