package dev.flipswitch.server.store;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Where connections come from: all in which databases differ. Immutable. */
interface DatabaseBackend {

    static DatabaseBackend of(DatabaseSettings settings) {
        if (settings instanceof DatabaseSettings.ContainerDataSource container) {
            return new ContainerBackend(container.name());
        }
        if (settings instanceof DatabaseSettings.Url url) {
            return url.isPostgres() ? new PostgresBackend(url) : H2Backend.at(url);
        }
        return H2Backend.in(((DatabaseSettings.Folder) settings).path());
    }

    /** What the server works with. */
    DataSource dataSource() throws IOException, NamingException, SQLException;

    /** Whether each connection of the data source is a new one. */
    default boolean needsPool() {
        return true;
    }

    /** Where the connection comes from that keeps other servers away; empty where something else does, or nothing. */
    default Optional<DataSource> forSoleServer(DataSource connections) throws SQLException {
        return Optional.empty();
    }

    /** Whether it is a file that only this server has open. */
    default boolean hasOwnFile() {
        return false;
    }

    /** What migrations work with, which may take their time. */
    default DataSource forMigrations(DataSource connections) {
        return connections;
    }

    /**
     * Takes note that the database is there, and is not to be created again.
     *
     * @param file where an embedded H2 is, if that is known
     */
    default void opened(Optional<H2File> file) {}

    /** The one line for what kept the database from opening. */
    StartupFailure failure(Throwable e);
}
