package dev.flipswitch.server.broadcast;

import dev.flipswitch.server.messages.Messages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one timer: divides the interval between two heartbeats into turns, so that not all streams get theirs at once.
 * Thread-safe; its thread ends when it is closed.
 */
public final class HeartbeatScheduler implements AutoCloseable {

    /** What happens at each turn. It must not wait for anybody. */
    public interface Beat {

        /**
         * Does what is due.
         *
         * @param turn whose turn it is, from 0
         * @param turns how many turns an interval has
         */
        void beat(int turn, int turns);
    }

    private static final Logger LOGGER = System.getLogger(HeartbeatScheduler.class.getName());
    private static final long TURN_MILLIS = 100;

    private final ScheduledExecutorService timer;
    private final int turns;
    private int turn;

    @SuppressWarnings("FutureReturnValueIgnored") // a beat only fills queues, it can't fail
    public HeartbeatScheduler(Duration interval, ThreadFactory factory, Beat beat) {
        this.turns = (int) Math.max(1, interval.toMillis() / TURN_MILLIS);
        this.timer = Executors.newSingleThreadScheduledExecutor(factory);
        long micros = TimeUnit.MILLISECONDS.toMicros(interval.toMillis()) / turns;
        timer.scheduleAtFixedRate(() -> turn(beat), micros, micros, TimeUnit.MICROSECONDS);
    }

    private void turn(Beat beat) {
        try {
            beat.beat(turn, turns);
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, Messages.beatFailed(), e); // of an application's listener
        }
        turn = (turn + 1) % turns;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
