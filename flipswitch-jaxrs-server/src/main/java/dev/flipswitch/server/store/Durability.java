package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets nobody read what H2 has committed but not yet written through to the disk. Otherwise clients would be notified
 * of a change, and of an id, that a loss of power takes back. PostgreSQL shows nothing before it is safe. Thread-safe.
 */
final class Durability {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final boolean needed;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile boolean doubtful;

    Durability(boolean needed) {
        this.needed = needed;
    }

    /** From now on nobody reads, until {@link #end}. */
    void beginCommit() {
        if (needed) {
            await(lock.writeLock());
            doubtful = true;
        }
    }

    /** All that was committed is on the disk. */
    void isForced() {
        doubtful = false;
    }

    void end() {
        if (lock.isWriteLockedByCurrentThread()) {
            lock.writeLock().unlock();
        }
    }

    /** Whether something was committed of which it isn't known that it is on the disk. */
    boolean isDoubtful() {
        return doubtful && !lock.isWriteLocked();
    }

    /** Nobody commits while this lock is held. */
    Lock reading() {
        Lock reading = lock.readLock();
        await(reading);
        if (doubtful) {
            reading.unlock();
            throw new StoreUnavailableException("The database could not write to its disk.");
        }
        return reading;
    }

    private static void await(Lock lock) {
        try {
            if (!lock.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException("The database's disk took more than " + LIMIT.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(e);
        }
    }
}
