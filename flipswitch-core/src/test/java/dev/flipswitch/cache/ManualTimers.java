package dev.flipswitch.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Timers that go off when a test moves their clock, on the test's thread. Thread-safe. */
public final class ManualTimers extends AbstractExecutorService implements ScheduledExecutorService {
    private final AtomicLong nanos;
    private final Queue<Timer<?>> waiting = new PriorityBlockingQueue<>(16, Comparator.comparingLong(Timer::atNanos));
    private volatile boolean shutDown;

    public ManualTimers(AtomicLong nanos) {
        this.nanos = nanos;
    }

    /** Moves the clock, and runs what is due. */
    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        for (Timer<?> next = waiting.peek(); next != null && next.atNanos <= nanos.get(); next = waiting.peek()) {
            waiting.remove(next);
            next.run();
        }
    }

    /** Runs what is due now. */
    public void runDue() {
        pass(Duration.ZERO);
    }

    public List<Duration> delays() {
        return waiting.stream()
                .filter(timer -> !timer.isCancelled())
                .map(timer -> Duration.ofNanos(timer.getDelay(TimeUnit.NANOSECONDS)))
                .sorted()
                .toList();
    }

    private final class Timer<T> extends FutureTask<T> implements ScheduledFuture<T> {
        private final long atNanos;

        Timer(Callable<T> task, long atNanos) {
            super(task);
            this.atNanos = atNanos;
        }

        long atNanos() {
            return atNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - nanos.get(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    task.run();
                    return true;
                },
                delay,
                unit);
    }

    @Override
    public <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
        if (shutDown) {
            throw new RejectedExecutionException("shut down");
        }
        Timer<T> timer = new Timer<>(task, nanos.get() + unit.toNanos(delay));
        waiting.add(timer);
        return timer;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long delay, long pause, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable task) {
        var unused = schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shutdown() {
        shutDown = true;
        waiting.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutDown;
    }
}
