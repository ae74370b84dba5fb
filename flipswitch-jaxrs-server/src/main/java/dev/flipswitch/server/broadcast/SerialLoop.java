package dev.flipswitch.server.broadcast;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does something step by step, one step at a time, for many who call. After each call one more step begins, and one is enough
 * for all who called before it. Who extends it says what a step is, and on which thread; a step that finds nothing to do is no
 * mistake. Thread-safe, without a lock: a step that blocks holds up nobody who calls, nor who closes.
 *
 * <pre>
 *             call, goOn            a thread comes             call, goOn
 *   ┌──────┐ ────────────► ┌────────┐ ──────────► ┌─────────┐ ────────────► ┌────────────────┐
 *   │ IDLE │               │ CALLED │             │ RUNNING │               │ RUNNING_CALLED │
 *   └──────┘ ◄──────────── └────────┘ ◄────────── └─────────┘               └────────────────┘
 *       ▲       refused     ▲   ▲        MORE      │      │                         │
 *       │                   │   └──────────────────┼──────┼─────────────────────────┘
 *       │                   │ goOn                 │      │        the step is over
 *       │              ┌─────────┐      WAIT       │      │
 *       │              │ WAITING │ ◄───────────────┘      │
 *       │              └─────────┘                        │
 *       └─────────────────────────────────────────────────┘
 *                        DONE, or it fails
 *
 *   close:  IDLE, CALLED, WAITING    ─────────────► CLOSED
 *           RUNNING, RUNNING_CALLED  ─► CLOSING ──► CLOSED, when the step is over
 * </pre>
 */
public abstract class SerialLoop {

    /** How it goes on after a step. If somebody called during the step, there is another one in any case. */
    protected enum Next {
        /** With the next call. */
        DONE,
        /** With another step, at once. */
        MORE,
        /** When {@link SerialLoop#goOn} says so. Calls until then start nothing; that step is theirs, too. */
        WAIT
    }

    /** What is the case; each method says what is the case after something happens. */
    private enum State {
        /** Nothing to do. */
        IDLE,
        /** Something to do, and a thread is on its way. */
        CALLED,
        /** A thread is in a step. */
        RUNNING,
        /** A thread is in a step, and more came meanwhile. */
        RUNNING_CALLED,
        /** Nothing can be done for now. */
        WAITING,
        /** No more steps, but a thread is still in the last one. */
        CLOSING,
        /** No more steps, and no thread. */
        CLOSED;

        State call() {
            return switch (this) {
                case IDLE -> CALLED;
                case RUNNING -> RUNNING_CALLED;
                default -> this;
            };
        }

        State goOn() {
            return this == WAITING ? CALLED : call();
        }

        State refuse() {
            return this == CALLED ? IDLE : this;
        }

        /** Also from IDLE: an executor may refuse a task and run it all the same. */
        State begin() {
            return this == IDLE || this == CALLED ? RUNNING : this;
        }

        State end(Next next) {
            return switch (this) {
                case RUNNING -> after(next);
                case RUNNING_CALLED -> CALLED;
                default -> CLOSED;
            };
        }

        State close() {
            return isInStep() || this == CLOSING ? CLOSING : CLOSED;
        }

        boolean isInStep() {
            return this == RUNNING || this == RUNNING_CALLED;
        }

        static State after(Next next) {
            return switch (next) {
                case DONE -> IDLE;
                case MORE -> CALLED;
                case WAIT -> WAITING;
            };
        }
    }

    private final AtomicReference<State> state;

    /**
     * Starts no step.
     *
     * @param first how it begins: as if this were what a step has returned
     */
    protected SerialLoop(Next first) {
        state = new AtomicReference<>(State.after(first));
    }

    /**
     * Does what there is to do, all of it or a part.
     *
     * @return how to go on
     * @throws Exception for {@link #failed}
     */
    protected abstract Next step() throws Exception;

    /**
     * A step has failed. If this throws, it must have closed the loop before.
     *
     * @param failure what it threw
     * @return how to go on
     */
    protected abstract Next failed(Throwable failure);

    /**
     * Gets a thread for steps. This one runs them on the thread that calls.
     *
     * @param steps what is to be run
     */
    protected void execute(Runnable steps) {
        steps.run();
    }

    /**
     * There is no thread to be had; the next call tries again, unless this closes it.
     *
     * @param refusal what was thrown
     */
    protected void refused(Throwable refusal) {}

    /**
     * Whether each step asks for a thread anew.
     *
     * @return true where others should get their turn between two steps; not where steps run on the thread that calls
     */
    protected boolean givesWay() {
        return false;
    }

    /** Called once, when it is closed and no thread is in a step. */
    protected void ended() {}

    /** There is something to do. */
    protected final void call() {
        if (state.getAndUpdate(State::call) == State.IDLE) {
            ask(this::execute);
        }
    }

    /**
     * There is something to do, and whatever was waited for is there.
     *
     * @param thread runs the step
     */
    protected final void goOn(Executor thread) {
        State before = state.getAndUpdate(State::goOn);
        if (before == State.IDLE || before == State.WAITING) {
            ask(thread);
        }
    }

    private void ask(Executor thread) {
        try {
            thread.execute(this::run);
        } catch (RuntimeException | Error e) { // whatever a given executor throws, or no thread can be started
            if (state.getAndUpdate(State::refuse) == State.CALLED) {
                refused(e);
            }
        }
    }

    /** For the thread that was asked for. */
    private void run() {
        State after = State.CALLED;
        while (after == State.CALLED && begin()) {
            Next next = Next.DONE;
            try {
                next = tryStep();
            } finally {
                after = end(next);
            }
            if (after == State.CALLED && givesWay()) {
                ask(this::execute);
                return;
            }
        }
    }

    /** Not if it was closed meanwhile, nor if another thread was faster. */
    private boolean begin() {
        State before = state.getAndUpdate(State::begin);
        return before == State.IDLE || before == State.CALLED;
    }

    private State end(Next next) {
        State after = state.updateAndGet(now -> now.end(next));
        if (after == State.CLOSED) {
            ended();
        }
        return after;
    }

    private Next tryStep() {
        try {
            return step();
        } catch (Throwable e) { // whatever it is, the next step is not to blame
            return failed(e);
        }
    }

    /** Begins no more steps. */
    public final void close() {
        close(() -> {});
    }

    /**
     * Begins no more steps.
     *
     * @param first is run at once, before {@link #ended}, unless it was closed before
     */
    protected final void close(Runnable first) {
        State before = state.getAndUpdate(State::close);
        if (before != State.CLOSING && before != State.CLOSED) {
            try {
                first.run();
            } finally {
                if (!before.isInStep()) {
                    ended();
                }
            }
        }
    }

    /**
     * Whether it is closed.
     *
     * @return whether no more steps begin; a thread may be in the last one
     */
    public final boolean isClosed() {
        State now = state.get();
        return now == State.CLOSING || now == State.CLOSED;
    }

    /**
     * Whether it has come to its end.
     *
     * @return whether it is closed and no thread is in a step
     */
    protected final boolean hasEnded() {
        return state.get() == State.CLOSED;
    }

    /**
     * Whether there is nothing to do.
     *
     * @return whether nothing is to be done or waited for
     */
    protected final boolean isIdle() {
        return state.get() == State.IDLE;
    }
}
