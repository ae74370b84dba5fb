package dev.flipswitch.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of a value, and how many wait for it. It ends with an answer, with a failure, or when the last who waited
 * has left. Nobody joins it once its deadline has passed, so it lives for two deadlines at most. Thread-safe.
 */
final class Fetch<V> {
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int FAILURES_PER_SECOND = 10;

    private final long stamp;
    private final long number;
    private final long deadlineAtNanos;
    private final long failingSinceNanos;
    private final int failuresBefore;
    private final CompletableFuture<V> answer = new CompletableFuture<>();
    private final AtomicInteger waiters = new AtomicInteger(1);
    private volatile @Nullable Fetch<V> older;
    private volatile long retryAtNanos;

    /**
     * A fetch about to begin, with one who waits for it.
     *
     * @param previous the one before it
     * @param stamp the moment it begins at
     * @param nowNanos the same by the clock
     * @param deadlineNanos after how long it is late
     */
    Fetch(@Nullable Fetch<V> previous, long stamp, long nowNanos, long deadlineNanos) {
        this.stamp = stamp;
        this.number = previous == null ? 1 : previous.number + 1;
        this.deadlineAtNanos = nowNanos + deadlineNanos;
        this.retryAtNanos = deadlineAtNanos + PAUSE_AFTER_FAILURE_NANOS;
        this.older = previous != null && previous.isUnderWay() ? previous : null;
        if (previous != null && previous.failedSoonBefore(nowNanos)) {
            this.failingSinceNanos = previous.failingSinceNanos;
            this.failuresBefore = previous.failuresBefore + 1;
        } else {
            this.failingSinceNanos = nowNanos;
            this.failuresBefore = 0;
        }
    }

    private boolean failedSoonBefore(long nowNanos) {
        return answer.isCompletedExceptionally() && nowNanos - failingSinceNanos < PAUSE_AFTER_FAILURE_NANOS;
    }

    long stamp() {
        return stamp;
    }

    /** Counts the fetches of a value. */
    long number() {
        return number;
    }

    boolean isUnderWay() {
        return !answer.isDone() && waiters.get() > 0;
    }

    /** Whether it has an answer or may still get one. */
    boolean isPromising() {
        return answer.isDone() ? !answer.isCompletedExceptionally() : waiters.get() > 0;
    }

    /** Whether the one before it is under way too. */
    boolean isSecond() {
        Fetch<V> other = older;
        return other != null && other.isUnderWay();
    }

    boolean isLate(long nowNanos) {
        return isUnderWay() && nowNanos - deadlineAtNanos >= 0;
    }

    /** Whether it failed, or became late, so recently that the source is not to be asked again yet. */
    boolean isPausing(long nowNanos) {
        return (isLate(nowNanos) || answer.isCompletedExceptionally()) && nowNanos - retryAtNanos < 0;
    }

    /** Whether it failed after so many within a second that not even an invalidation ends the pause. */
    boolean isLastOfTooManyFailures() {
        return failuresBefore + 1 >= FAILURES_PER_SECOND;
    }

    /** Why there is no answer. */
    Throwable failure() {
        return answer.isCompletedExceptionally()
                ? answer.handle((value, failure) -> failure).join()
                : new TimeoutException("the source has not answered in time");
    }

    /** Asks the source. {@code entry} learns what it answers before those who wait are notified. */
    void begin(Loader<V> fetcher, Entry<V> entry, LongSupplier ticker) {
        try {
            CompletableFuture<V> source =
                    fetcher.fetch(entry.key().flag(), entry.key().context());
            var unusedSource = source.whenComplete((value, failure) -> {
                if (value != null) {
                    entry.learn(value, stamp, number);
                    answer.complete(value);
                    older = null;
                } else {
                    fail(failure == null ? new NullPointerException("the source answered null") : failure, ticker);
                }
            });
            var unusedAnswer = answer.whenComplete((value, failure) -> {
                if (failure != null) {
                    source.cancel(true); // given up on: let go of its connection
                }
            });
        } catch (RuntimeException | Error e) { // whatever it is, nobody may wait for it in vain
            fail(e, ticker);
        }
    }

    private void fail(Throwable failure, LongSupplier ticker) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        giveUp(cause, ticker.getAsLong() + PAUSE_AFTER_FAILURE_NANOS);
    }

    private void giveUp(Throwable cause, long retryAt) {
        if (!answer.isDone()) {
            retryAtNanos = retryAt;
            answer.completeExceptionally(cause);
            older = null;
        }
    }

    /** Adds one who waits; each either sees the end or leaves. */
    boolean join(long nowNanos) {
        return !isLate(nowNanos) && waiters.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Takes away one who waited. The last one gives the fetch up; before its deadline that is no failure. */
    void leave(long nowNanos) {
        boolean late = isLate(nowNanos);
        if (waiters.decrementAndGet() == 0) {
            giveUp(failure(), late ? nowNanos + PAUSE_AFTER_FAILURE_NANOS : nowNanos);
        }
    }

    /** Waits for the end; the answer is with the entry. */
    void await(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
        answer.get(nanos, TimeUnit.NANOSECONDS);
    }

    /** Tells at the end, or now if it has ended, whether it failed. */
    void whenEnded(Consumer<Boolean> listener) {
        var unused = answer.whenComplete((value, failure) -> listener.accept(failure != null));
    }
}
