package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import javax.naming.InitialContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL through a container's data source, with defaults of its own. */
@ExtendWith(Postgres.Extension.class)
@SuppressWarnings("BanJNDI") // the names are the test's
class ContainerStoreTransactionsTest extends StoreTransactionsContract {

    private static final String NAME = "flags";

    private final Postgres postgres;
    private final HikariDataSource container = new HikariDataSource();

    ContainerStoreTransactionsTest(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    DatabaseSettings newDatabase() throws Exception {
        DatabaseSettings.Url url = postgres.newDatabase();
        container.setJdbcUrl(url.url());
        container.setUsername(url.user());
        container.setPassword(url.password());
        container.setAutoCommit(false);
        container.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        new InitialContext().rebind(NAME, container);
        return new DatabaseSettings.ContainerDataSource(NAME);
    }

    @AfterEach
    void endContainer() throws Exception {
        new InitialContext().unbind(NAME);
        container.close();
    }

    @Test
    void leavesTheDataSourceOpenAndItsDefaultsAsTheyWere() throws Exception {
        database.close();

        try (var connection = container.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void namesADataSourceThatIsNotThere() {
        assertThatThrownBy(() -> Database.open(new DatabaseSettings.ContainerDataSource("java:comp/env/none"), 8))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("the data source java:comp/env/none can't be used (")
                .hasMessageNotContaining("\n");
    }

    @Test
    void namesWhatIsNoDataSource() throws Exception {
        new InitialContext().rebind(NAME, "text");

        assertThatThrownBy(() -> Database.open(new DatabaseSettings.ContainerDataSource(NAME), 8))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("it is no javax.sql.DataSource");
    }
}
