package dev.flipswitch.server.store;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.FlagStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is told of a change can rely on it: no loss of power takes it back. */
class H2DurabilityTest extends StoreFixture {

    private final ForcedPath files = new ForcedPath();

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        FilePath.register(files);
        return new DatabaseSettings.Url("jdbc:h2:" + ForcedPath.SCHEME + ":" + folder.resolve("flags"), null, null);
    }

    @AfterEach
    void end() {
        ForcedPath.beforeForce = () -> {};
        FilePath.unregister(files);
    }

    @Test
    void showsNobodyAChangeBeforeItIsOnTheDisk() throws Exception {
        store.define(project, darkMode("off"), TENTH);
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        AtomicBoolean forced = new AtomicBoolean();
        ForcedPath.beforeForce = () -> {
            forcing.countDown();
            pass(enough);
        };
        CompletableFuture<Boolean> writing = CompletableFuture.supplyAsync(this::toggle, H2DurabilityTest::start);
        pass(forcing);

        CompletableFuture<Boolean> shown = new CompletableFuture<>();
        Thread reader = start(() -> {
            Optional<FlagStore.Refreshed> refreshed = newer(development, 1);
            shown.complete(refreshed.isPresent() && !forced.get());
        });
        await().atMost(LIMIT).until(() -> shown.isDone() || reader.getState() == Thread.State.TIMED_WAITING);
        forced.set(true);
        enough.countDown();

        assertThat(shown.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isFalse();
        assertThat(writing.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(newer(development, 1)).isPresent();
    }

    /** A later write-through makes up for it. */
    @Test
    void showsNobodyAChangeThatCouldNotBeWrittenThrough() {
        store.define(project, darkMode("off"), TENTH);
        AtomicBoolean broken = new AtomicBoolean(true);
        ForcedPath.beforeForce = () -> {
            if (broken.get()) {
                throw new UncheckedIOException(new IOException("the disk is broken"));
            }
        };

        assertThatThrownBy(this::toggle).rootCause().hasMessage("the disk is broken");
        assertThatThrownBy(() -> newer(development, 1)).rootCause().hasMessage("the disk is broken");

        broken.set(false);
        assertThat(newer(development, 1)).isPresent();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
