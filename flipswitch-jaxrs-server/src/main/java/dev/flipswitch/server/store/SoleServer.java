package dev.flipswitch.server.store;

import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.messages.Messages;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other servers away from a PostgreSQL database. A connection that is used for nothing else holds an advisory
 * lock for the server's schema. PostgreSQL releases the lock when that connection ends. Thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">PostgreSQL, advisory
 *     locks</a>
 */
final class SoleServer implements AutoCloseable {

    private record Holder(int process, String description) {}

    /** PostgreSQL notices within moments that a killed process is gone. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** The letters FLIP. */
    private static final int FIRST_KEY = 0x464c4950;

    private static final String SECOND_KEY = "hashtext(coalesce(current_schema(), ''))";
    private static final String TAKE =
            "select pg_try_advisory_lock(" + FIRST_KEY + ", " + SECOND_KEY + "), pg_backend_pid()";
    private static final String GIVE_BACK = "select pg_advisory_unlock(" + FIRST_KEY + ", " + SECOND_KEY + ")";
    private static final String HOLDER =
            """
            select l.pid, coalesce(a.client_addr::text, 'this machine') as place, a.backend_start
              from pg_locks l left join pg_stat_activity a on a.pid = l.pid
             where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid::bigint = %d
               and l.objid::bigint = (%s::bigint & 4294967295)
               and l.database = (select oid from pg_database where datname = current_database())"""
                    .formatted(FIRST_KEY, SECOND_KEY);

    private final DataSource source;
    private @Nullable Connection holding;
    private int process;
    private volatile boolean held;

    private SoleServer(DataSource source) {
        this.source = source;
    }

    /**
     * Takes the database for this server.
     *
     * @param place where the database is, for people
     * @throws StartupFailure if another server keeps it
     */
    static SoleServer start(DataSource source, Object place) throws SQLException {
        SoleServer sole = new SoleServer(source);
        long end = System.nanoTime() + LIMIT.toNanos();
        Optional<Holder> other = sole.take();
        while (other.isPresent() && System.nanoTime() < end) {
            Pause.of(PAUSE);
            other = sole.take();
        }
        if (other.isPresent()) {
            throw new StartupFailure(Messages.secondServer(place, other.get().description()));
        }
        return sole;
    }

    /** Whether this server may change the database, as far as was known at the last check. */
    boolean isHeld() {
        return held;
    }

    /**
     * Looks whether the lock is still there, and takes it again if nobody has it.
     *
     * @throws SQLException if another server has it now
     */
    synchronized void check(Connection connection) throws SQLException {
        Optional<Holder> holder = holder(connection);
        if (holder.isPresent() && holder.get().process() == process) {
            held = true;
            return;
        }
        held = false;
        Optional<Holder> other = holder.isPresent() ? holder : take();
        if (other.isPresent()) {
            throw new SQLException(
                    "another flag server works with it: " + other.get().description() + "; stop one of the two");
        }
    }

    /** Empty if it was taken, else who has it. */
    private synchronized Optional<Holder> take() throws SQLException {
        end();
        Connection connection = source.getConnection();
        connection.setAutoCommit(true); // no transaction stays open for as long as the server runs
        try (Statement statement = connection.createStatement();
                ResultSet taken = statement.executeQuery(TAKE)) {
            taken.next();
            if (taken.getBoolean(1)) {
                holding = connection;
                process = taken.getInt(2);
                held = true;
                return Optional.empty();
            }
            return Optional.of(holder(connection).orElseGet(() -> new Holder(0, "one that has just ended")));
        } finally {
            if (!held) {
                connection.close();
            }
        }
    }

    private static Optional<Holder> holder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HOLDER)) {
            return row.next()
                    ? Optional.of(new Holder(
                            row.getInt("pid"),
                            "process " + row.getInt("pid") + " of PostgreSQL, connected from " + row.getString("place")
                                    + " since " + row.getString("backend_start")))
                    : Optional.empty();
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        Connection old = holding;
        if (held && old != null) { // to a container's pool the connection goes back open, and the lock would with it
            try (Statement statement = old.createStatement()) {
                statement.execute(GIVE_BACK);
            } finally {
                end();
            }
        } else {
            end();
        }
    }

    private void end() throws SQLException {
        held = false;
        Connection old = holding;
        holding = null;
        if (old != null) {
            old.close();
        }
    }
}
