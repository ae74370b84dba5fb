package dev.flipswitch.dispatch;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that write to clients. On some containers a write to a client that reads nothing blocks, although the output is
 * non-blocking. So a few threads do everything, in order, and others take the places of those that are held up. Whoever owns
 * this calls {@link #watch} from time to time, and gives up the streams that are stuck. Thread-safe; handing work over never
 * waits.
 *
 * <pre>
 *            a task begins             at the second watch           past the deadline
 *   ┌──────┐ ─────────────► ┌─────────┐ ───────────────► ┌─────────┐ ─────────────► ┌───────┐
 *   │ FREE │                │ WRITING │                  │ HELD_UP │                │ STUCK │
 *   └──────┘ ◄───────────── └─────────┘                  └─────────┘                └───────┘
 *       ▲    it is over                                       │                         │
 *       └─────────────────────────────────────────────────────┴─────────────────────────┘
 * </pre>
 */
public final class WriterPool implements Executor, AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** What is the case of a thread. */
    private enum State {
        /** It looks for a task. */
        FREE,
        /** It is in a task. */
        WRITING,
        /** Its task takes long: another thread may run meanwhile, up to a limit. */
        HELD_UP,
        /** The same, and it was interrupted. */
        STUCK
    }

    private final int few;
    private final int mostStuck;
    private final Runnable onExhausted;
    private final ThreadPoolExecutor threads;

    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final Set<Writer> writers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();

    /** Those that are stuck, too. */
    private final AtomicInteger heldUp = new AtomicInteger();

    private final AtomicInteger stuck = new AtomicInteger();

    /** Of the watch before. Guarded by this, as is the other. */
    private long watchedAt = System.nanoTime();

    private boolean wasExhausted;

    /**
     * Starts no thread.
     *
     * @param few so many threads run while none is held up
     * @param mostStuck how many threads may be replaced at a time
     * @param factory makes the threads
     * @param onExhausted called by {@link #watch} when so many are stuck
     */
    public WriterPool(int few, int mostStuck, ThreadFactory factory, Runnable onExhausted) {
        this.few = few;
        this.mostStuck = mostStuck;
        this.onExhausted = onExhausted;
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), factory);
    }

    /**
     * Runs a task soon.
     *
     * @throws RejectedExecutionException after the end
     */
    @Override
    public void execute(Runnable task) {
        if (threads.isShutdown()) {
            throw new RejectedExecutionException("no more is written");
        }
        ready.add(task);
        startOne();
    }

    /**
     * Lets others take the places of threads that are held up, and interrupts those that are stuck.
     *
     * @param stuckSince a moment of {@link System#nanoTime}; a thread whose task began before is stuck
     */
    public synchronized void watch(long stuckSince) {
        writers.forEach(writer -> writer.watch(watchedAt, stuckSince));
        watchedAt = System.nanoTime();
        if (isExhausted() && !wasExhausted) {
            onExhausted.run();
        }
        wasExhausted = isExhausted();
        while (!ready.isEmpty() && startOne()) {
            // until all that may run do
        }
    }

    /**
     * How many threads may be replaced at a time.
     *
     * @return the number
     */
    public int mostStuck() {
        return mostStuck;
    }

    /**
     * Whether those who are left may soon be held up, too.
     *
     * @return whether as many threads are stuck as may be replaced
     */
    public boolean isExhausted() {
        return stuck.get() >= mostStuck;
    }

    /** Waits a moment for what is under way, interrupts it then, and forgets the rest. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ready.clear();
        threads.shutdownNow();
    }

    private int allowed() {
        return few + Math.min(heldUp.get(), mostStuck);
    }

    /** Returns false if as many run as may. */
    private boolean startOne() {
        int before = running.get();
        while (before < allowed()) {
            if (running.compareAndSet(before, before + 1)) {
                return start();
            }
            before = running.get();
        }
        return false;
    }

    private boolean start() {
        try {
            threads.execute(this::work);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            running.decrementAndGet(); // it was closed; or there is no thread to be had, and the next watch tries again
            return false;
        }
    }

    private void work() {
        Writer writer = new Writer();
        writers.add(writer);
        try {
            Runnable task = ready.poll();
            while (task != null) {
                writer.run(task);
                task = running.get() > allowed() ? null : ready.poll();
            }
        } finally {
            writers.remove(writer);
            running.decrementAndGet();
            if (!ready.isEmpty()) {
                startOne(); // it came when this thread had looked already
            }
        }
    }

    /** The thread that makes it, while it has tasks. */
    private final class Writer {
        private final Thread thread = Thread.currentThread();

        /** Guarded by this, as is the other. */
        private State state = State.FREE;

        private long began;

        void run(Runnable task) {
            begin();
            try {
                task.run();
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            state = State.WRITING;
            began = System.nanoTime();
        }

        private synchronized void end() {
            if (state == State.STUCK) {
                stuck.decrementAndGet();
                Thread.interrupted(); // the next task is not to blame
            }
            if (state != State.WRITING) {
                heldUp.decrementAndGet();
            }
            state = State.FREE;
        }

        synchronized void watch(long heldUpSince, long stuckSince) {
            if (state == State.WRITING && began - heldUpSince < 0) {
                state = State.HELD_UP;
                heldUp.incrementAndGet();
            }
            if (state == State.HELD_UP && began - stuckSince < 0) {
                state = State.STUCK;
                stuck.incrementAndGet();
                thread.interrupt();
            }
        }
    }
}
