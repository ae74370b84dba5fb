package dev.flipswitch.persistence;

import dev.flipswitch.dispatch.ProviderThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the cache file once, and writes it when there are new values. It works on the workers, one thing at a time, so
 * that a disk that hangs holds up nobody. A process that ends without {@link #close} loses what was new in its last two
 * seconds. Thread-safe.
 */
public final class CachePersister {
    private static final Duration PACE = Duration.ofSeconds(2);
    private static final Duration PACE_AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CacheFile file;
    private final ProviderThreads threads;
    private final Supplier<CacheSnapshot> known;
    private final Consumer<CacheSnapshot> restore;

    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean awaitsWriting = new AtomicBoolean();
    private final CompletableFuture<Boolean> reading = new CompletableFuture<>();
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null); // guarded by this

    /**
     * A keeper that has done nothing yet.
     *
     * @param known gives the values to write
     * @param restore takes the values of an earlier run
     */
    public CachePersister(
            CacheFile file, ProviderThreads threads, Supplier<CacheSnapshot> known, Consumer<CacheSnapshot> restore) {
        this.file = file;
        this.threads = threads;
        this.known = known;
        this.restore = restore;
    }

    /** Begins to read the file. Called again, it does nothing. */
    public void read() {
        if (!used.getAndSet(true)) {
            var unused = soon(this::readOnce);
        }
    }

    /** Whether the file brought values; waits for it to be read, but for a second at most. */
    public boolean isRestored() {
        try {
            return used.get() && reading.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return reading.getNow(false);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** There is something new, which is to be written within two seconds. */
    public void changed() {
        used.set(true);
        writeAfter(PACE);
    }

    /** Writes what is new, and nothing after it. Waits for that, but for a second at most. */
    public void close() {
        if (!used.get() || closed.getAndSet(true)) {
            return;
        }
        try {
            soon(this::write).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // a worker writes it all the same
        } catch (ExecutionException | TimeoutException e) {
            file.notWritten(e instanceof TimeoutException ? "the disk takes its time" : "the executor takes no task");
        }
    }

    private void writeAfter(Duration delay) {
        if (!awaitsWriting.getAndSet(true)) {
            threads.after(delay, () -> {
                var unused = soon(this::write);
            });
        }
    }

    private void readOnce() {
        if (reading.isDone()) {
            return;
        }
        boolean restored = false;
        try {
            CacheSnapshot values = file.read();
            restore.accept(values);
            restored = !values.isEmpty();
        } finally {
            reading.complete(restored);
        }
    }

    private void write() {
        readOnce(); // or what is in it would be lost
        awaitsWriting.set(false);
        if (!file.write(known.get())) {
            writeAfter(PACE_AFTER_FAILURE);
        }
    }

    private synchronized CompletableFuture<?> soon(Runnable task) {
        try {
            last = last.handleAsync(
                    (done, failure) -> {
                        task.run();
                        return null;
                    },
                    threads.workers());
        } catch (RejectedExecutionException e) {
            last = CompletableFuture.failedFuture(e); // the application's executor takes nothing more
        }
        return last;
    }
}
