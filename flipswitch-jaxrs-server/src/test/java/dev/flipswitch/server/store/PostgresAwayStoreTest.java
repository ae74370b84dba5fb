package dev.flipswitch.server.store;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.StoreUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away under the store and comes back. */
class PostgresAwayStoreTest {

    @TempDir
    Path folder;

    @Test
    void noticesWithoutBeingAskedAndRecoversByItself() throws Exception {
        int port = freePort();
        EmbeddedPostgres postgres = postgres(port);
        AtomicInteger recoveries = new AtomicInteger();
        try (Database database = Database.open(
                new DatabaseSettings.Url("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", null), 8)) {
            JdbiFlagStore store = new JdbiFlagStore(database, Clock.systemUTC());
            database.whenThere(() -> {
                if (!store.isAvailable() && recoveries.incrementAndGet() == 1) {
                    throw new StoreUnavailableException(new IllegalStateException("not yet"));
                }
            });
            assertThat(store.isAvailable()).isTrue();

            postgres.close();

            await().atMost(LIMIT).until(() -> !store.isAvailable());
            assertThatThrownBy(store::projects)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("The database is not available at the moment.");

            postgres = postgres(port);

            await().atMost(LIMIT).until(store::isAvailable);
            assertThat(recoveries).hasValue(2);
            assertThat(store.projects()).isEmpty();
        } finally {
            postgres.close();
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
