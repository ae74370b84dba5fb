package dev.flipswitch.server.store;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.StoreUnavailableException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTransactionsTest extends StoreTransactionsContract {

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        return new DatabaseSettings.Folder(folder);
    }

    /** H2's file has all maps of one moment only if nobody changes one while another commits. */
    @Test
    void letsOnlyOneWriteAtATimeWhateverItWrites() throws Exception {
        store.define(project, darkMode("off"), TENTH);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<Optional<Flag>> first = writer.submit(() -> store.configure(development, "dark-mode", old -> {
                writing.countDown();
                await(enough);
                return toggled(old);
            }));
            await(writing);

            assertThatThrownBy(() -> enable(production))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("Other changes took more than 2 s; nothing was stored.");

            enough.countDown();
            assertThat(first.get()).isPresent();
            assertThat(enable(production)).isTrue();
        } finally {
            enough.countDown();
            writer.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
