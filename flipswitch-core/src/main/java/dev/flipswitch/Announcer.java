package dev.flipswitch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Tells the world, in order and on a thread of its own: first our listeners, then OpenFeature, whose answer is awaited
 * before the next announcement. Nothing is told before the gate is open: the SDK overwrites a state that is announced
 * while {@code initialize} runs. Thread-safe.
 *
 * @see <a href="https://openfeature.dev/specification/sections/events">OpenFeature specification, section 5, events</a>
 */
final class Announcer {

    /** What OpenFeature is told. Each call returns when the SDK has taken it. */
    interface Emitter {
        void ready();

        void stale();

        void changed(FlagChange change);
    }

    private final ExecutorService thread;
    private final Emitter emitter;
    private final List<Consumer<FlagChange>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean ready;

    Announcer(ExecutorService thread, Emitter emitter) {
        this.thread = thread;
        this.emitter = emitter;
    }

    void addListener(Consumer<FlagChange> listener) {
        listeners.add(listener);
    }

    void removeListener(Consumer<FlagChange> listener) {
        listeners.remove(listener);
    }

    /** How {@code initialize} ends; told to nobody, since the SDK knows. */
    void initialized(boolean successfully) {
        ready = successfully;
    }

    void openGate() {
        gate.countDown();
    }

    void connected() {
        submit(() -> {
            if (!ready) {
                ready = true;
                emitter.ready();
            }
        });
    }

    void lost() {
        submit(() -> {
            if (ready) {
                ready = false;
                emitter.stale();
            }
        });
    }

    void changed(FlagChange change) {
        submit(() -> {
            listeners.forEach(listener -> tell(listener, change));
            emitter.changed(change);
        });
    }

    private static void tell(Consumer<FlagChange> listener, FlagChange change) {
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            Messages.listenerFailed(e);
        }
    }

    private void submit(Runnable announcement) {
        try {
            thread.execute(() -> {
                try {
                    gate.await();
                    announcement.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // shut down: nobody wants to know any more
                }
            });
        } catch (RejectedExecutionException e) {
            // shut down: nobody wants to know any more
        }
    }
}
