package dev.flipswitch.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.StoreUnavailableException;
import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The connections to the database, and whether it is there. Thread-safe. */
public final class Database implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(Database.class.getName());
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(1);

    private final DatabaseBackend origin;
    private final DataSource connections;
    private final boolean h2;
    private final Optional<H2File> file;
    private final @Nullable SoleServer sole;
    private final DatabaseMonitor watch;

    private Database(DatabaseBackend origin, DataSource connections, @Nullable SoleServer sole) throws SQLException {
        this.sole = sole;
        this.origin = origin;
        this.connections = connections;
        this.h2 = jdbi().withHandle(Database::commitsAtOnce);
        this.file = h2 ? jdbi().withHandle(H2File::of) : Optional.empty();
        this.watch = new DatabaseMonitor(connections, origin, sole, this::checkPlace, this::write, this::renew);
        watch.start();
    }

    /**
     * Opens or creates the database, whoever else works with it, and brings its schema up to date.
     *
     * @param settings where it is
     * @param size how many connections to keep at most, unless the container does
     * @return the open database
     * @throws StartupFailure if it can't be used
     */
    public static Database open(DatabaseSettings settings, int size) {
        return open(settings, size, true);
    }

    /**
     * Opens or creates the database and brings its schema up to date.
     *
     * @param settings where it is
     * @param size how many connections to keep at most, unless the container does
     * @param several whether other servers may work with it as well
     * @return the open database
     * @throws StartupFailure if it can't be used
     */
    public static Database open(DatabaseSettings settings, int size, boolean several) {
        DatabaseBackend origin = DatabaseBackend.of(settings);
        @Nullable DataSource connections = null;
        @Nullable SoleServer sole = null;
        try {
            connections = connections(origin, size);
            sole = several ? null : sole(origin, connections);
            Migrations.apply(origin.forMigrations(connections));
            Database database = new Database(origin, connections, sole);
            database.write();
            origin.opened(database.file);
            return database;
        } catch (StartupFailure e) {
            end(sole);
            close(origin, connections);
            throw e;
        } catch (IOException | NamingException | SQLException | RuntimeException e) {
            end(sole);
            close(origin, connections);
            throw origin.failure(e);
        }
    }

    /**
     * Replaces what is to be done once a second while the database is there, and first when it is back after an absence.
     *
     * @param action takes over what was stored without this server
     */
    public void whenThere(Runnable action) {
        watch.whenThere(action);
    }

    boolean isAvailable() {
        return watch.isAvailable();
    }

    /** Takes note of a failure; true if the database is away. */
    boolean isAway(JdbiException failure) {
        boolean away = SqlErrors.isAway(failure);
        if (away) {
            watch.lost(failure);
        }
        return away;
    }

    /**
     * Gives up all connections: H2 closes a database whose file failed, and opens it again when it is asked for the first
     * connection. One whose file is not where it was is closed without writing anything.
     */
    private void renew() {
        if (origin.needsPool() && connections instanceof HikariDataSource pool && !pool.isClosed()) {
            if (pool.getDataSource() instanceof H2Source source) {
                file.filter(H2File::isLost).ifPresent(lost -> {
                    source.shutDown();
                    lost.closed();
                });
            }
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** A database that can be read may refuse to be changed still. */
    private void write() throws IOException {
        if (file.isPresent()) {
            file.get().checkSpace();
        }
        jdbi().useHandle(handle -> {
            handle.execute("update environments set name = name");
            force(handle);
        });
    }

    /** Makes sure that what was committed is where it will be looked for. */
    void checkPlace() {
        try {
            file.ifPresent(H2File::check);
        } catch (StoreUnavailableException e) {
            watch.lost(e);
            throw e;
        }
    }

    Jdbi jdbi() {
        Jdbi jdbi = Jdbi.create(connections).installPlugin(new OwnTransactions());
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE); // no hashes in messages
        return jdbi;
    }

    /** Whether no other server has taken the database. */
    boolean isOurs() {
        return sole == null || sole.isHeld();
    }

    /** Whether {@link #force} does anything. */
    boolean needsForce() {
        return h2;
    }

    /** Has what is committed written through to the disk; H2 leaves that to the system, PostgreSQL does it by itself. */
    void force(Handle handle) {
        if (h2) {
            handle.execute("checkpoint sync");
        }
    }

    /** Whether {@link #compact} may be called. */
    boolean isCompactable() {
        return origin.hasOwnFile();
    }

    /** Gives space back to the system. No other connection may be in use. */
    FlagStore.Compaction compact(Jdbi jdbi) {
        file.ifPresent(H2File::closed);
        try {
            return Compacting.compact(jdbi, connections);
        } finally {
            file.ifPresent(H2File::closed); // it is another file now
        }
    }

    @Override
    public void close() {
        boolean whole = watch.isAvailable() && file.stream().noneMatch(H2File::isLost);
        watch.close();
        end(sole);
        close(origin, connections);
        if (whole && origin.hasOwnFile()) {
            Compacting.compactAtLast(connections);
        }
    }

    /** Takes the drivers that came with these classes out of the JVM's list; the last database is closed. */
    public static void unloadDrivers() {
        org.h2.Driver.unload();
        try {
            if (Driver.isRegistered()) {
                Driver.deregister();
            }
        } catch (SQLException e) {
            LOGGER.log(Level.DEBUG, Messages.driverNotUnloaded(e));
        }
    }

    /** Where the database is, for people. */
    @Override
    public String toString() {
        return origin.toString();
    }

    /** Has H2 write each commit before it returns, and by no thread of its own; false if it is not H2. */
    private static boolean commitsAtOnce(Handle handle) throws SQLException {
        boolean h2 =
                handle.getConnection().getMetaData().getDatabaseProductName().equals("H2");
        if (h2) {
            handle.execute("set write_delay 0");
        }
        return h2;
    }

    private static DataSource connections(DatabaseBackend origin, int size)
            throws IOException, NamingException, SQLException {
        DataSource source = origin.dataSource();
        if (!origin.needsPool()) {
            return source;
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("flipswitch");
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        return new HikariDataSource(config);
    }

    private static @Nullable SoleServer sole(DatabaseBackend origin, DataSource connections) throws SQLException {
        Optional<DataSource> source = origin.forSoleServer(connections);
        return source.isPresent() ? SoleServer.start(source.get(), origin) : null;
    }

    private static void end(@Nullable SoleServer sole) {
        try {
            if (sole != null) {
                sole.close();
            }
        } catch (SQLException e) {
            LOGGER.log(Level.DEBUG, Messages.soleServerNotEnded(e));
        }
    }

    private static void close(DatabaseBackend origin, @Nullable DataSource connections) {
        if (origin.needsPool() && connections instanceof HikariDataSource pool) {
            pool.close();
        }
    }

    /** A data source that hands out connections within a transaction would have none of ours end. */
    private static final class OwnTransactions implements JdbiPlugin {

        @Override
        public Connection customizeConnection(Connection connection) throws SQLException {
            connection.setAutoCommit(true);
            return connection;
        }
    }
}
