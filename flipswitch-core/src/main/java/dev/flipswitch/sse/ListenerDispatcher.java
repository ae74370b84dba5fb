package dev.flipswitch.sse;

import dev.flipswitch.dispatch.Mailbox;
import dev.flipswitch.messages.Messages;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's listeners, each behind a mailbox of its own, so that none can hold up the reading or another listener.
 * Thread-safe.
 */
final class ListenerDispatcher {
    /** How many calls may wait for one listener, unless the builder says otherwise. */
    static final int MOST_WAITING = 1024;

    private static final System.Logger LOG = System.getLogger(ListenerDispatcher.class.getName());
    private static final long LEAST_WEIGHT = 4L * 1024 * 1024;
    private static final int BIGGEST_EVENTS = 4;
    private static final long IDLE_SECONDS = 5;

    private final List<Mailbox<ListenerCall>> mailboxes;
    private final @Nullable ExecutorService own;

    /**
     * The listeners of one client.
     *
     * @param listeners who is notified
     * @param given where they are notified; null for threads of our own
     * @param maxEventSize the most bytes of one event
     * @param mostWaiting how many calls may wait for one listener
     */
    ListenerDispatcher(List<SseListener> listeners, @Nullable Executor given, int maxEventSize, int mostWaiting) {
        ExecutorService threads = given == null ? threads() : null;
        Executor executor = threads == null ? Objects.requireNonNull(given) : threads;
        this.own = threads;
        Mailbox.Bounds<ListenerCall> bounds = new Mailbox.Bounds<>(
                mostWaiting,
                mostWeight(maxEventSize),
                ListenerCall::weight,
                waiting -> ListenerCall.collapse(waiting, mostWaiting / 2));
        this.mailboxes = listeners.stream()
                .map(listener -> new Mailbox<ListenerCall>(
                        executor, bounds, call -> call.deliver(listener), ListenerDispatcher::logFailure))
                .toList();
    }

    /** How many bytes may wait for one listener. */
    static long mostWeight(int maxEventSize) {
        return Math.max(LEAST_WEIGHT, (long) maxEventSize * BIGGEST_EVENTS);
    }

    /** As many daemon threads as listeners are busy; they end soon after the last event. */
    private static ExecutorService threads() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "flipswitch-sse-listener");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    void dispatch(ListenerCall call) {
        mailboxes.forEach(mailbox -> mailbox.put(call));
    }

    /** Notifies no more; a thread of our own that is inside a listener ends when that returns. */
    void close() {
        mailboxes.forEach(Mailbox::close);
        if (own != null) {
            own.shutdown();
        }
    }

    static void logFailure(Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, Messages.streamListenerFailed(), failure);
    }
}
