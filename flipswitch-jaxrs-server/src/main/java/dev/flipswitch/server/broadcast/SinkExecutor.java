package dev.flipswitch.server.broadcast;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that feed the sinks: as many as there are processors, and more only while some are held up by sinks whose
 * {@code send} blocks. Thread-safe; handing work over never waits.
 */
public final class SinkExecutor implements Executor, AutoCloseable {

    static final int MOST = 256;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final int few = Math.max(2, Runtime.getRuntime().availableProcessors());
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong finished = new AtomicLong();
    private final ThreadPoolExecutor threads;

    /** How many may run now. */
    private volatile int allowed = few;

    /** Of whoever calls {@link #replaceHeldUp()}. */
    private long finishedBefore;

    public SinkExecutor(ThreadFactory factory) {
        this.threads = new ThreadPoolExecutor(
                0, MOST, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), factory);
    }

    @Override
    public void execute(Runnable task) {
        if (threads.isShutdown()) {
            throw new RejectedExecutionException("the server stops");
        }
        ready.add(task);
        startOne();
    }

    /** Lets more threads run if none got anything done since the last call though there is something to do. */
    public void replaceHeldUp() {
        long now = finished.get();
        if (ready.isEmpty()) {
            allowed = few;
        } else if (now == finishedBefore) {
            allowed = Math.min(MOST, running.get() + few);
            for (int i = 0; i < few; i++) {
                startOne();
            }
        }
        finishedBefore = now;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void startOne() {
        int before = running.get();
        while (before < allowed) {
            if (running.compareAndSet(before, before + 1)) {
                start();
                return;
            }
            before = running.get();
        }
    }

    private void start() {
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            running.decrementAndGet(); // the server stops
        }
    }

    private void drain() {
        try {
            Runnable task = ready.poll();
            while (task != null) {
                task.run();
                finished.incrementAndGet();
                task = running.get() > allowed ? null : ready.poll();
            }
        } finally {
            running.decrementAndGet();
        }
        if (!ready.isEmpty()) {
            startOne(); // it came when this thread had looked already
        }
    }
}
