package dev.flipswitch;

import dev.flipswitch.dispatch.Mailbox;
import dev.flipswitch.messages.Messages;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Those who are notified of something: each in order, none held up by another. Where one falls far behind, what waits for it
 * is merged. Thread-safe.
 *
 * @param <E> what they are notified of
 */
final class ListenerRegistry<E> {
    private static final System.Logger LOG = System.getLogger(ListenerRegistry.class.getName());

    private static final int MOST_WAITING = 1000;
    private static final long MOST_EVENTS = 20_000;

    private final Executor workers;
    private final UnaryOperator<List<E>> merge;
    private final List<Subscription<E>> subscriptions = new CopyOnWriteArrayList<>();

    /** A listener, and what waits for it. */
    private static final class Subscription<E> {
        private final Consumer<E> listener;
        private final Mailbox<List<E>> mailbox;
        private volatile boolean closed;

        Subscription(Executor workers, UnaryOperator<List<E>> merge, Consumer<E> listener) {
            this.listener = listener;
            this.mailbox = new Mailbox<>(
                    workers,
                    new Mailbox.Bounds<>(
                            MOST_WAITING,
                            MOST_EVENTS,
                            List::size,
                            waiting -> List.of(merge.apply(
                                    waiting.stream().flatMap(List::stream).toList()))),
                    this::receive,
                    failure -> LOG.log(Level.ERROR, Messages.listenerFailed(), failure));
        }

        private void receive(List<E> events) {
            for (E event : events) {
                if (closed) {
                    return;
                }
                try {
                    listener.accept(event);
                } catch (Throwable e) { // whatever it is, the next event is not to blame
                    LOG.log(Level.ERROR, Messages.listenerFailed(), e);
                }
            }
        }

        void close() {
            closed = true;
            mailbox.close();
        }
    }

    /**
     * Nobody yet.
     *
     * @param workers run the listeners
     * @param merge makes as few events as possible of many, in order, that mean the same
     */
    ListenerRegistry(Executor workers, UnaryOperator<List<E>> merge) {
        this.workers = workers;
        this.merge = merge;
    }

    void add(Consumer<E> listener) {
        subscriptions.add(new Subscription<>(workers, merge, listener));
    }

    /** Takes a listener out, which is notified no more. */
    void remove(Consumer<E> listener) {
        subscriptions.removeIf(subscription -> {
            boolean found = subscription.listener.equals(listener);
            if (found) {
                subscription.close();
            }
            return found;
        });
    }

    /** Notifies of these events, in their order. */
    void publish(List<E> events) {
        if (!events.isEmpty()) {
            subscriptions.forEach(subscription -> subscription.mailbox.put(events));
        }
    }

    void close() {
        subscriptions.forEach(Subscription::close);
    }
}
