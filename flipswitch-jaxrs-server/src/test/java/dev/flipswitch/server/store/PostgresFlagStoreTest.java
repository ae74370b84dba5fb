package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.Extension.class)
class PostgresFlagStoreTest extends FlagStoreContract {

    private final Postgres postgres;

    PostgresFlagStoreTest(Postgres postgres) {
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

    @Test
    void namesAServerThatIsNotThere() {
        assertThatThrownBy(() -> Database.open(
                        new DatabaseSettings.Url("jdbc:postgresql://localhost:1/x?a=b", "u", "hidden"), 8))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("the database jdbc:postgresql://localhost:1/x can't be used (")
                .hasMessageContaining("Connection refused")
                .hasMessageNotContaining("hidden")
                .hasMessageNotContaining("\n");
    }

    @Test
    void namesADatabaseThatIsNotThere() throws Exception {
        String url = postgres.newDatabase().url() + "missing";

        assertThatThrownBy(() -> Database.open(new DatabaseSettings.Url(url, "postgres", null), 8))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("missing\" does not exist");
    }

    @Test
    void doesNotRepeatAMalformedAddress() {
        DatabaseSettings malformed =
                new DatabaseSettings.Url("jdbc:postgresql://localhost:x/y?secret=hidden", null, null);

        assertThatThrownBy(() -> Database.open(malformed, 8))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("jdbc:postgresql://localhost:x/y can't be used (the address is malformed)")
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }
}
