package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.StoreUnavailableException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Runs what is to happen together or not at all. Thread-safe. */
final class Transactions {

    private final Database database;
    private final Jdbi jdbi;

    Transactions(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
    }

    /** Sees of each row what is committed when it is read, so that who waited for a lock sees what it waited for. */
    <T> T write(HandleCallback<T, RuntimeException> work) {
        return run(TransactionIsolationLevel.READ_COMMITTED, work);
    }

    /** Sees everything as it was at one moment. */
    <T> T read(HandleCallback<T, RuntimeException> work) {
        return run(TransactionIsolationLevel.REPEATABLE_READ, work);
    }

    private <T> T run(TransactionIsolationLevel isolation, HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(isolation, work);
        } catch (JdbiException e) {
            if (database.isAway(e)) {
                throw new StoreUnavailableException(e);
            }
            throw e;
        }
    }
}
