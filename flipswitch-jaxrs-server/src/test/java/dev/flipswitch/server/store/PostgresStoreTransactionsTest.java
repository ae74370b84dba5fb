package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.Change;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.Extension.class)
class PostgresStoreTransactionsTest extends StoreTransactionsContract {

    private final Postgres postgres;

    PostgresStoreTransactionsTest(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    DatabaseSettings newDatabase() throws Exception {
        return postgres.newDatabase();
    }

    @Test
    void numbersTheChangesOfTwoServersInOrderWithoutDuplicate() throws Exception {
        store.define(project, darkMode("off"), TENTH);
        try (Database other = Database.open(settings(), 8)) {
            toggleConcurrently(List.of(store, new JdbiFlagStore(other, Clock.systemUTC())));
        }

        assertThat(newer(development, 1).orElseThrow().changes())
                .hasSize((int) flag(development).version() - 1)
                .extracting(Change::id)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
