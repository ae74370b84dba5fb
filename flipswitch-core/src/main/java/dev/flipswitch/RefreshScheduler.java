package dev.flipswitch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decides when the server is asked which flags have changed. There is one question at a time, with a pause after each
 * answer. While questions fail, the pauses grow. Each {@link State} says what it does next. Belongs to the loop.
 */
final class RefreshScheduler {
    /** The least time between two questions. */
    static final Duration PACE = Duration.ofMillis(100);

    /** After a question that failed although the server is not away; doubled each time. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    static final Duration LAST_RETRY = Duration.ofSeconds(32);

    /** What is going on. Where a state does not say what something does to it, it stays as it is. */
    enum State {
        /** Nothing is to be asked. */
        IDLE {
            @Override
            State requested(RefreshScheduler refresh, Duration delay) {
                refresh.timers.accept(delay, refresh::delayEnded);
                return WAITING;
            }
        },

        /** A question is to be asked when its delay has ended, or at once when somebody asks for that. */
        WAITING {
            @Override
            State requested(RefreshScheduler refresh, Duration delay) {
                return delay.isZero() ? delayEnded(refresh) : this;
            }

            @Override
            State delayEnded(RefreshScheduler refresh) {
                refresh.ask();
                return ASKING;
            }
        },

        /** A question is under way, or the pause after its answer. */
        ASKING {
            @Override
            State requested(RefreshScheduler refresh, Duration delay) {
                return ASKING_AGAIN; // what is under way may have been answered before this request
            }

            @Override
            State pauseEnded(RefreshScheduler refresh) {
                return refresh.unanswered.getAsBoolean() ? IDLE.requested(refresh, refresh.nextRetry()) : IDLE;
            }
        },

        /** As {@link #ASKING}; the next question follows the pause. */
        ASKING_AGAIN {
            @Override
            State pauseEnded(RefreshScheduler refresh) {
                return IDLE.requested(refresh, Duration.ZERO);
            }
        };

        State requested(RefreshScheduler refresh, Duration delay) {
            return this;
        }

        State delayEnded(RefreshScheduler refresh) {
            return this;
        }

        State pauseEnded(RefreshScheduler refresh) {
            return this;
        }
    }

    private final BiConsumer<Duration, Runnable> timers;
    private final Supplier<? extends CompletableFuture<?>> question;
    private final BooleanSupplier unanswered;
    private State state = State.IDLE;
    private Duration retryIn = FIRST_RETRY;

    /**
     * Asks nothing yet.
     *
     * @param timers run something on the loop after a while
     * @param question asks the server; completes on the loop, exceptionally if there is no answer
     * @param unanswered whether something is left to ask that the server may answer soon
     */
    RefreshScheduler(
            BiConsumer<Duration, Runnable> timers,
            Supplier<? extends CompletableFuture<?>> question,
            BooleanSupplier unanswered) {
        this.timers = timers;
        this.question = question;
        this.unanswered = unanswered;
    }

    /** Asks as soon as may be. */
    void request() {
        state = state.requested(this, Duration.ZERO);
    }

    /**
     * Asks within this time, so that clients which come back together don't ask together. The first quarter passes without a
     * question: a server that has kept the changes which were missed announces them first.
     */
    void requestWithin(Duration spread) {
        long quarter = spread.toNanos() / 4;
        long random = ThreadLocalRandom.current().nextLong(3 * quarter + 1);
        state = state.requested(this, Duration.ofNanos(quarter + random));
    }

    State state() {
        return state;
    }

    private void ask() {
        var unused = question.get().whenComplete((answer, failure) -> {
            if (failure == null) {
                retryIn = FIRST_RETRY;
            }
            timers.accept(PACE, this::pauseEnded);
        });
    }

    private void delayEnded() {
        state = state.delayEnded(this);
    }

    private void pauseEnded() {
        state = state.pauseEnded(this);
    }

    private Duration nextRetry() {
        Duration next = retryIn;
        retryIn = next.compareTo(LAST_RETRY) < 0 ? next.multipliedBy(2) : next;
        return next;
    }
}
