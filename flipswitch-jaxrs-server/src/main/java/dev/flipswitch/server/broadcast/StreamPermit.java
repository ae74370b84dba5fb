package dev.flipswitch.server.broadcast;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The right to one open stream, given back when it is closed. Thread-safe; closing it again does nothing. */
public final class StreamPermit implements AutoCloseable {

    private final AtomicReference<@Nullable Runnable> release;

    public StreamPermit(Runnable release) {
        this.release = new AtomicReference<>(release);
    }

    /**
     * A permit that no limit counts.
     *
     * @return a new one
     */
    public static StreamPermit uncounted() {
        return new StreamPermit(() -> {});
    }

    @Override
    public void close() {
        Runnable once = release.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }
}
