package dev.flipswitch.server.store;

import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the database is there: it tries once a second, and is notified by whoever finds it gone. Says so once when
 * it goes and once when it is back. Thread-safe; its thread ends when it is closed.
 */
final class DatabaseMonitor implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(DatabaseMonitor.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int PROBE_LIMIT_SECONDS = 2;

    /** Something that a database that is away fails at. */
    interface Attempt {

        /** Tries. */
        void run() throws IOException;
    }

    private final DataSource connections;
    private final Object place;
    private final @Nullable SoleServer sole;
    private final Runnable check;
    private final Attempt write;
    private final Runnable renew;
    private final ScheduledExecutorService probes;
    private volatile Runnable look = () -> {};
    private long losses;
    private long recovered;
    private boolean closed;

    /**
     * @param place where the database is, for people
     * @param sole keeps other servers away, if anything does
     * @param check throws if the database is not in its place any more
     * @param write throws if the database can't be changed; tried before it counts as available again
     * @param renew gives up the connections that there are, which a loss may have spoilt; called at each loss
     */
    DatabaseMonitor(
            DataSource connections,
            Object place,
            @Nullable SoleServer sole,
            Runnable check,
            Attempt write,
            Runnable renew) {
        this.sole = sole;
        this.connections = connections;
        this.place = place;
        this.check = check;
        this.write = write;
        this.renew = renew;
        this.probes = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "flipswitch-database");
            thread.setDaemon(true);
            return thread;
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a probe catches what it meets
    void start() {
        probes.scheduleWithFixedDelay(this::probe, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What to do each time that the database is found there, before it counts as available again. */
    void whenThere(Runnable action) {
        look = action;
    }

    synchronized boolean isAvailable() {
        return losses == recovered;
    }

    /** Each loss counts, even of a database that is away: what it cost is made up for after it only. */
    void lost(Throwable failure) {
        synchronized (this) {
            if (losses == recovered && !closed) {
                LOGGER.log(Level.WARNING, Messages.databaseLost(place, SqlErrors.reason(failure)));
            }
            losses++;
        }
        renew.run();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        probes.shutdown(); // no interrupt: it would close a file of H2
    }

    private void probe() {
        try {
            long seen = losses();
            check.run();
            ask();
            look.run();
            if (!isAvailable()) {
                write.run();
                recovered(seen);
            }
        } catch (SQLException | IOException | RuntimeException e) {
            lost(e);
        } catch (Error e) { // else it would never be tried again
            LOGGER.log(Level.ERROR, Messages.watchFailed(), e);
            lost(e);
        }
    }

    private void ask() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            if (!connection.isValid(PROBE_LIMIT_SECONDS)) {
                throw new SQLException("a connection is not valid");
            }
            if (sole != null) {
                sole.check(connection);
            }
        }
    }

    private synchronized long losses() {
        return losses;
    }

    private synchronized void recovered(long seen) {
        recovered = seen;
        if (losses == seen) {
            LOGGER.log(Level.INFO, Messages.databaseBack(place));
        }
    }
}
