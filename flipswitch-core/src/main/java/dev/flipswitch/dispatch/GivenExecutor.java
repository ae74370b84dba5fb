package dev.flipswitch.dispatch;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on an executor of the application's. What that refuses, threads of the provider's own run: a task that is
 * lost would be an evaluation without an end, or a listener that is never notified again. Thread-safe.
 */
final class GivenExecutor implements Executor {
    private final Executor own;
    private final Refusals refusals = new Refusals("executor");
    private volatile @Nullable Executor given; // null once it is let go of

    /** Runs a task at most once, however often it is handed over. */
    private static final class Once implements Runnable {
        private final Runnable task;
        private final AtomicBoolean begun = new AtomicBoolean();

        Once(Runnable task) {
            this.task = task;
        }

        boolean isBegun() {
            return begun.get();
        }

        @Override
        public void run() {
            if (!begun.getAndSet(true)) {
                task.run();
            }
        }
    }

    GivenExecutor(Executor given, Executor own) {
        this.given = given;
        this.own = own;
    }

    /** Warns of nothing any more. */
    void endWarnings() {
        refusals.end();
    }

    /** Lets go of the application's executor. */
    void release() {
        given = null;
    }

    @Override
    public void execute(Runnable task) {
        Executor first = given;
        if (first == null) {
            own.execute(task);
            return;
        }
        Once once = new Once(task);
        try {
            first.execute(once);
            refusals.taken();
        } catch (RuntimeException | Error e) { // whatever it is, the task must run
            if (once.isBegun()) {
                return; // taken all the same, or it is the task that failed, on this thread
            }
            refusals.refused(e.getClass().getName());
            own.execute(once);
        }
    }
}
