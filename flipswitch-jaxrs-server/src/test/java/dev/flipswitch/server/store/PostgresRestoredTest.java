package dev.flipswitch.server.store;

import dev.flipswitch.server.config.DatabaseSettings;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.Extension.class)
class PostgresRestoredTest extends RestoredContract {

    private final Postgres postgres;

    PostgresRestoredTest(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    DatabaseSettings newDatabase() throws Exception {
        return postgres.newDatabase();
    }
}
