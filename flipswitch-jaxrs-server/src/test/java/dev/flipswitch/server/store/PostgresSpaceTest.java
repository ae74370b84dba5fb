package dev.flipswitch.server.store;

import dev.flipswitch.server.config.DatabaseSettings;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.Extension.class)
class PostgresSpaceTest extends SpaceContract {

    private final Postgres postgres;

    PostgresSpaceTest(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    DatabaseSettings newDatabase() throws Exception {
        return postgres.newDatabase();
    }

    @Override
    String numbers(int last) {
        return "generate_series(1, " + last + ")";
    }
}
