package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Runs what is to happen together or not at all. Thread-safe. */
final class Transactions {

    private static final Duration TURN_LIMIT = Duration.ofSeconds(2);

    private final Database database;
    private final Jdbi jdbi;
    private final Durability durability;
    private final ReentrantLock turn = new ReentrantLock(true);

    Transactions(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.durability = new Durability(database.needsForce());
    }

    /**
     * Sees of each row what is committed when it is read, so that who waited for a lock sees what it waited for. Writers
     * take turns: H2 killed while one writes and another commits would keep half of the first one's changes.
     */
    <T> T write(HandleCallback<T, RuntimeException> work) {
        if (!database.isOurs()) {
            throw new StoreUnavailableException("Another flag server works with the database; nothing was stored.");
        }
        awaitTurn();
        try {
            database.checkPlace();
            return run(handle -> {
                T result = handle.inTransaction(TransactionIsolationLevel.READ_COMMITTED, inner -> {
                    T done = work.withHandle(inner);
                    durability.beginCommit();
                    return done;
                });
                database.force(handle);
                database.checkPlace();
                durability.isForced();
                return result;
            });
        } finally {
            durability.end();
            turn.unlock();
        }
    }

    /** Sees everything as it was at one moment, and only what no loss of power takes back. */
    <T> T read(HandleCallback<T, RuntimeException> work) {
        if (durability.isDoubtful()) {
            write(handle -> true);
        }
        Lock reading = durability.reading();
        try {
            return run(handle -> handle.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work));
        } finally {
            reading.unlock();
        }
    }

    /** Nobody else reads or writes meanwhile. */
    <T> T alone(Function<Jdbi, T> work) {
        awaitTurn();
        try {
            durability.beginCommit();
            T result = asked(work);
            durability.isForced();
            return result;
        } finally {
            durability.end();
            turn.unlock();
        }
    }

    private void awaitTurn() {
        try {
            if (!turn.tryLock(TURN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(
                        "Other changes took more than " + TURN_LIMIT.toSeconds() + " s; nothing was stored.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(e);
        }
    }

    private <T> T run(HandleCallback<T, RuntimeException> work) {
        return asked(all -> all.withHandle(work));
    }

    private <T> T asked(Function<Jdbi, T> work) {
        try {
            return work.apply(jdbi);
        } catch (JdbiException e) {
            SqlErrors.error(e).ifPresent(error -> {
                throw error;
            });
            if (database.isAway(e)) {
                throw new StoreUnavailableException(e);
            }
            throw SqlErrors.withoutHashes(e);
        }
    }
}
