package dev.flipswitch.dispatch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a provider, all daemons. One, the loop, reads the stream and keeps time; it never runs what belongs to
 * an application. The others come when there is something to do (answers to take, listeners to notify) and go a second
 * later; where an executor is given, its threads do that, unless it refuses. Thread-safe.
 */
public final class ProviderThreads {
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** How long a shutdown waits for the threads to end: what a listener or a supplier does may take any time. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Set<Thread> made = ConcurrentHashMap.newKeySet(); // the others have ended
    private final ScheduledThreadPoolExecutor loop;
    private final ThreadPoolExecutor own;
    private final @Nullable GivenExecutor given;
    private volatile @Nullable ThreadFactory factory; // null once it is let go of
    private final Refusals refusals = new Refusals("thread factory");
    private final LongSupplier ticker;
    private final Set<Runnable> cancellations = ConcurrentHashMap.newKeySet(); // of questions under way

    /**
     * Starts no thread yet.
     *
     * @param given runs all but the loop, if given
     * @param factory makes the threads, if given
     * @param ticker measures time, in nanoseconds
     */
    public ProviderThreads(@Nullable Executor given, @Nullable ThreadFactory factory, LongSupplier ticker) {
        this.ticker = ticker;
        this.factory = factory;
        loop = new ScheduledThreadPoolExecutor(1, named("flipswitch-stream"));
        loop.setRemoveOnCancelPolicy(true);
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        own = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE.toNanos(),
                TimeUnit.NANOSECONDS,
                new SynchronousQueue<>(),
                named("flipswitch-worker"));
        this.given = given == null ? null : new GivenExecutor(given, own);
    }

    public ScheduledExecutorService loop() {
        return loop;
    }

    /** The time, for durations. */
    public long nowNanos() {
        return ticker.getAsLong();
    }

    public Executor workers() {
        return given == null ? own : given;
    }

    /** Runs something on the loop, unless the provider is shut down first. */
    public void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // shut down meanwhile
        }
    }

    /** Runs something on the loop and waits for its end, but for a second at most. */
    public void awaitOnLoop(Runnable task) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        onLoop(() -> {
            task.run();
            done.complete(null);
        });
        try {
            done.get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // shut down meanwhile, or the machine is very busy: the loop does it when it can
        }
    }

    /** Runs something on the loop after a while, unless the provider is shut down first. */
    public void after(Duration delay, Runnable task) {
        var unused = timer(delay, task);
    }

    /** Cancels a question that is not answered in time, or before the provider is shut down. */
    public <T> CompletableFuture<T> within(Duration timeout, CompletableFuture<T> asked) {
        ScheduledFuture<?> timer = timer(timeout, () -> asked.cancel(true));
        if (timer != null) {
            var unused = asked.whenComplete((answer, failure) -> timer.cancel(false));
        }
        return untilShutdown(asked);
    }

    /** Cancels a question that is not answered before the provider is shut down. */
    public <T> CompletableFuture<T> untilShutdown(CompletableFuture<T> asked) {
        Runnable cancellation = () -> asked.cancel(true);
        cancellations.add(cancellation);
        var unused = asked.whenComplete((answer, failure) -> cancellations.remove(cancellation));
        if (loop.isShutdown()) {
            cancellation.run();
        }
        return asked;
    }

    private @Nullable ScheduledFuture<?> timer(Duration delay, Runnable task) {
        try {
            return loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return null; // shut down meanwhile
        }
    }

    /**
     * Warns no more of what the application's executor and factory refuse. A container's do so once the application is going,
     * which its last tasks must not wait for.
     */
    public void endWarnings() {
        refusals.end();
        if (given != null) {
            given.endWarnings();
        }
    }

    /**
     * Lets the loop do what it was asked to (close the stream), and stops; questions that are under way are given up.
     */
    public void shutdown() {
        loop.shutdown();
        cancellations.forEach(Runnable::run);
    }

    /**
     * Lets idle workers go, and waits a moment until all threads have ended: containers complain of an application's threads
     * that are left when it has stopped. Work that others still give is done, on plain threads: the executor and the factory are
     * let go of, since a thread of the HTTP client's may refer to this for a while.
     */
    public void awaitEnd() {
        own.setKeepAliveTime(0, TimeUnit.NANOSECONDS);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : made) {
                if (thread != Thread.currentThread()) {
                    TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release();
        }
    }

    private void release() {
        factory = null;
        if (given != null) {
            given.release();
        }
        made.removeIf(each -> !each.isAlive());
    }

    private ThreadFactory named(String name) {
        return task -> {
            ThreadFactory chosen = factory;
            Thread managed = chosen == null ? null : newThread(chosen, task, name);
            Thread thread = managed == null ? named(name, new Thread(task)) : managed;
            made.removeIf(each -> each.getState() == Thread.State.TERMINATED);
            made.add(thread);
            return thread;
        };
    }

    /** A thread that can be started; null if the factory makes none. */
    private @Nullable Thread newThread(ThreadFactory factory, Runnable task, String name) {
        try {
            @Nullable Thread thread = factory.newThread(task);
            if (thread != null && thread.getState() == Thread.State.NEW) {
                refusals.taken();
                return named(name, thread);
            }
            refusals.refused(thread == null ? "it makes none" : "its thread was started already");
        } catch (RuntimeException | Error e) {
            refusals.refused(e.getClass().getName());
        }
        return null;
    }

    private static Thread named(String name, Thread thread) {
        thread.setName(name);
        thread.setDaemon(true);
        return thread;
    }
}
