package dev.flipswitch.server.store;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.messages.Messages;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL. A server that does not answer is given up after a while. Immutable.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">pgJDBC, connection parameters</a>
 */
final class PostgresBackend implements DatabaseBackend {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final DatabaseSettings.Url url;

    PostgresBackend(DatabaseSettings.Url url) {
        this.url = url;
    }

    @Override
    public DataSource dataSource() {
        PGSimpleDataSource postgres = patient();
        if (!url.url().contains("socketTimeout=")) {
            postgres.setSocketTimeout((int) ANSWER_LIMIT.toSeconds());
        }
        return postgres;
    }

    @Override
    public DataSource forMigrations(DataSource connections) {
        return patient();
    }

    @Override
    public Optional<DataSource> forSoleServer(DataSource connections) {
        return Optional.of(dataSource());
    }

    /** Waits for each answer as long as it takes, unless the operator's address says otherwise. */
    private PGSimpleDataSource patient() {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(url.url());
        if (!url.url().contains("connectTimeout=")) {
            postgres.setConnectTimeout((int) CONNECT_LIMIT.toSeconds());
        }
        postgres.setTcpKeepAlive(true);
        postgres.setApplicationName("flipswitch");
        if (url.user() != null) {
            postgres.setUser(url.user());
        }
        if (url.password() != null) {
            postgres.setPassword(url.password());
        }
        return postgres;
    }

    @Override
    public StartupFailure failure(Throwable e) {
        if (e instanceof IllegalArgumentException) { // repeats the address
            return new StartupFailure(Messages.databaseUnusable(url, "the address is malformed"));
        }
        return new StartupFailure(Messages.databaseUnusable(url, SqlErrors.reason(e)), e);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
