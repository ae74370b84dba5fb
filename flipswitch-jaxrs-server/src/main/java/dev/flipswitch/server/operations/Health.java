package dev.flipswitch.server.operations;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Whether the server can serve everything. A caller that asks more often than once a second gets the last answer, and
 * so do all others while one asks. So probes can't use up the database's connections. Thread-safe.
 */
public final class Health implements Availability {

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private record Answer(boolean available, long nanos) {}

    private final Callable<Boolean> database;
    private final LongSupplier nanoTime;
    private volatile Answer last;
    private final AtomicBoolean asking = new AtomicBoolean();

    /**
     * Has been there just now.
     *
     * @param database asks the database; what it throws means that it is away
     */
    public Health(Callable<Boolean> database) {
        this(database, System::nanoTime);
    }

    Health(Callable<Boolean> database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
        this.last = new Answer(true, nanoTime.getAsLong() - FRESH_NANOS);
    }

    @Override
    public boolean isAvailable() {
        Answer known = last;
        if (nanoTime.getAsLong() - known.nanos() < FRESH_NANOS || !asking.compareAndSet(false, true)) {
            return known.available();
        }
        try {
            boolean available = ask();
            last = new Answer(available, nanoTime.getAsLong());
            return available;
        } finally {
            asking.set(false);
        }
    }

    private boolean ask() {
        try {
            return database.call();
        } catch (Exception e) {
            return false;
        }
    }
}
