package dev.flipswitch.dispatch;

import dev.flipswitch.messages.LogLimit;
import dev.flipswitch.messages.Messages;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Warns that something of the application's refuses its work: once until it takes some again, and a few times at most where
 * that goes on. Thread-safe.
 */
final class Refusals {
    private static final System.Logger LOG = System.getLogger(Refusals.class.getName());

    private final String refusing;
    private final AtomicBoolean refused = new AtomicBoolean();
    private final LogLimit log = new LogLimit();
    private volatile boolean ended;

    /**
     * Warns of nothing yet.
     *
     * @param refusing what it is, for people
     */
    Refusals(String refusing) {
        this.refusing = refusing;
    }

    /** Warns of nothing any more: what belongs to an application ends with it. */
    void end() {
        ended = true;
    }

    void taken() {
        refused.set(false);
    }

    /**
     * It has refused something.
     *
     * @param reason what it threw, or did
     */
    void refused(String reason) {
        if (!ended && !refused.getAndSet(true) && log.permits()) {
            LOG.log(Level.WARNING, Messages.refusesWork(refusing, reason));
        }
    }
}
