package dev.flipswitch.server.store;

import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.messages.Messages;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** A data source of the container, which pools by itself; transactions are the server's own. Immutable. */
final class ContainerBackend implements DatabaseBackend {

    private static final Set<String> KNOWN = Set.of("H2", "PostgreSQL");

    private final String name;

    ContainerBackend(String name) {
        this.name = name;
    }

    @Override
    @SuppressWarnings("BanJNDI") // the name is the operator's, and can only be a local one
    public DataSource dataSource() throws NamingException, SQLException {
        if (!(new InitialContext().lookup(name) instanceof DataSource found)) {
            throw new NamingException("it is no javax.sql.DataSource");
        }
        String product = product(found);
        if (!KNOWN.contains(product)) {
            throw new NamingException("it leads to " + product + ", which is neither PostgreSQL nor H2");
        }
        return found;
    }

    private static String product(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }

    @Override
    public Optional<DataSource> forSoleServer(DataSource connections) throws SQLException {
        return product(connections).equals("PostgreSQL") ? Optional.of(connections) : Optional.empty();
    }

    @Override
    public boolean needsPool() {
        return false;
    }

    @Override
    public StartupFailure failure(Throwable e) {
        return new StartupFailure(Messages.dataSourceUnusable(name, SqlErrors.reason(e)), e);
    }

    @Override
    public String toString() {
        return name;
    }
}
