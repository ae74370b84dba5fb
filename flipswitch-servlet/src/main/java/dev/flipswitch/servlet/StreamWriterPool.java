package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that write to open pages. On some containers a write to a page that reads nothing blocks, although the
 * output is non-blocking: such a thread is stuck, and another one takes its place until it is free again, up to a limit.
 * Thread-safe; its threads end when it is closed.
 */
final class StreamWriterPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StreamWriterPool.class.getName());

    private static final int WRITERS = 4;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final long deadlineNanos;
    private final int mostStuck;
    private final ThreadPoolExecutor threads;
    private final Set<Work> underWay = ConcurrentHashMap.newKeySet();

    /** Guarded by this. */
    private int stuck;

    /**
     * @param deadline how long a write may take
     * @param mostStuck how many threads may be replaced at a time
     */
    StreamWriterPool(Duration deadline, int mostStuck) {
        this.deadlineNanos = deadline.toNanos();
        this.mostStuck = mostStuck;
        threads = new ThreadPoolExecutor(
                WRITERS,
                WRITERS,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                PageStreams.daemons("flipswitch-pages-writer"));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task soon.
     *
     * @param onStuck called, once, by the thread that watches, if the task takes too long; it must not wait
     * @throws java.util.concurrent.RejectedExecutionException after the end
     */
    void execute(Runnable task, Runnable onStuck) {
        threads.execute(new Work(task, onStuck));
    }

    /** Interrupts who is stuck, and puts others in place of these. To be called from time to time. */
    void watch() {
        long now = System.nanoTime();
        underWay.forEach(work -> work.watch(now));
    }

    int mostStuck() {
        return mostStuck;
    }

    /** Whether so many are stuck that those who are left may soon be, too. */
    synchronized boolean areExhausted() {
        return stuck >= mostStuck;
    }

    private synchronized void oneMoreStuck() {
        stuck++;
        if (stuck == mostStuck) {
            LOG.log(Level.WARNING, Messages.writersExhausted(mostStuck));
        }
        resize();
    }

    private synchronized void oneIsFree() {
        stuck--;
        resize();
    }

    /** The pool demands that its core never be larger than its maximum. */
    private void resize() {
        int size = WRITERS + Math.min(stuck, mostStuck);
        if (size > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else {
            threads.setCorePoolSize(size);
            threads.setMaximumPoolSize(size);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A task and the thread that runs it. */
    private final class Work implements Runnable {
        private final Runnable task;
        private final Runnable onStuck;

        /** Runs it now, if any. Guarded by this, as are the others. */
        private @Nullable Thread thread;

        private long began;
        private boolean isStuck;

        Work(Runnable task, Runnable onStuck) {
            this.task = task;
            this.onStuck = onStuck;
        }

        @Override
        public void run() {
            begin();
            try {
                task.run();
            } finally {
                if (end()) {
                    oneIsFree();
                }
            }
        }

        private synchronized void begin() {
            thread = Thread.currentThread();
            began = System.nanoTime();
            underWay.add(this);
        }

        /** Returns whether it was stuck. */
        private synchronized boolean end() {
            thread = null;
            underWay.remove(this);
            return isStuck;
        }

        synchronized void watch(long now) {
            if (thread != null && !isStuck && now - began >= deadlineNanos) {
                isStuck = true;
                oneMoreStuck();
                onStuck.run();
                thread.interrupt();
            }
        }
    }
}
