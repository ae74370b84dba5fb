package dev.flipswitch.server.store;

import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * H2's connections. H2 begins a new database where there is no file, and in a file that is empty or cut off. So, once
 * the database was open, this connects only to a whole one. Thread-safe.
 */
final class H2Source implements DataSource {

    private static final System.Logger LOGGER = System.getLogger(H2Source.class.getName());

    private static final Set<Integer> CLOSED =
            Set.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN);

    private final JdbcDataSource source;
    private final Runnable replaced;
    private boolean guarded;
    private Optional<H2File> file = Optional.empty();

    /** The file that H2 may have open; it must not be read, since closing it again would end H2's lock on it. */
    private @Nullable Object open;

    /** {@code replaced} runs whenever another file has taken the place of the database's. */
    H2Source(JdbcDataSource source, Runnable replaced) {
        this.source = source;
        this.replaced = replaced;
    }

    /** From now on no database is begun. */
    synchronized void opened(Optional<H2File> known) {
        file = known;
        open = known.flatMap(H2File::key).orElse(null);
        source.setURL(source.getURL() + ";IFEXISTS=TRUE");
        guarded = true;
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        if (guarded) {
            check(file.flatMap(H2File::key));
        }
        Connection connection = source.getConnection();
        Object now = file.flatMap(H2File::key).orElse(null);
        if (!Objects.equals(now, open)) {
            replaced.run(); // a session of the pool's that closed last may have put it there after compact() had
            // returned
        }
        open = now;
        return connection;
    }

    /** Closes the database without writing anything. */
    synchronized void shutDown() {
        try (Connection connection = reading();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException e) {
            LOGGER.log(Level.DEBUG, Messages.notShutDown(e));
        }
        open = null;
    }

    /** Closes the database, and puts a smaller file in the place of its own. */
    synchronized void compact() throws SQLException {
        try (Connection connection = getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        } catch (SQLException e) {
            if (!CLOSED.contains(e.getErrorCode())) { // that is what it was to be
                throw e;
            }
        }
        open = null;
        replaced.run();
    }

    private void check(Optional<Object> found) throws SQLException {
        try {
            H2Place.checkSize(source.getURL());
            if (found.isPresent() && open == null) {
                H2Place.checkContent(source.getURL());
                checkSchema();
            } else if (found.isPresent() && !found.get().equals(open)) {
                throw new IOException("the file was replaced");
            }
        } catch (IOException | SQLException | StartupFailure e) {
            throw new SQLNonTransientConnectionException("no new database is begun: " + e.getMessage(), "08001", e);
        }
    }

    /** Only H2 itself sees everywhere that a file was cut off, and would begin a new database then. */
    private void checkSchema() throws SQLException {
        try (Connection connection = reading();
                Statement statement = connection.createStatement()) {
            statement.execute("select id from environments where false");
        }
    }

    /** To the database that is open; to another one so that nothing is written. */
    private Connection reading() throws SQLException {
        JdbcDataSource reading = new JdbcDataSource();
        reading.setURL(source.getURL() + ";ACCESS_MODE_DATA=r");
        reading.setUser(source.getUser());
        reading.setPassword(source.getPassword());
        return reading.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("there is one user only");
    }

    @Override
    public PrintWriter getLogWriter() {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        source.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.h2");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("it is no " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
