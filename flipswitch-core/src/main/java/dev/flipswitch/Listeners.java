package dev.flipswitch;

import dev.flipswitch.dispatch.Mailbox;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/**
 * Those who are told of something: each in order, none held up by another. Where one falls far behind, what waits for it
 * is merged. Thread-safe.
 *
 * @param <E> what they are told of
 */
final class Listeners<E> {
    private static final int MOST_WAITING = 1000;

    private final Executor workers;
    private final BinaryOperator<E> merge;
    private final List<Subscription<E>> subscriptions = new CopyOnWriteArrayList<>();

    private record Subscription<E>(Consumer<E> listener, Mailbox<E> mailbox) {}

    /**
     * Nobody yet.
     *
     * @param workers run the listeners
     * @param merge makes one event of two, of which the second is the later
     */
    Listeners(Executor workers, BinaryOperator<E> merge) {
        this.workers = workers;
        this.merge = merge;
    }

    void add(Consumer<E> listener) {
        subscriptions.add(new Subscription<>(
                listener,
                new Mailbox<>(
                        workers,
                        MOST_WAITING,
                        waiting -> waiting.stream().reduce(merge).stream().toList(),
                        listener,
                        Messages::listenerFailed)));
    }

    /** Takes a listener out, which is told nothing more. */
    void remove(Consumer<E> listener) {
        subscriptions.removeIf(subscription -> {
            boolean found = subscription.listener().equals(listener);
            if (found) {
                subscription.mailbox().close();
            }
            return found;
        });
    }

    void tell(E event) {
        subscriptions.forEach(subscription -> subscription.mailbox().put(event));
    }

    void close() {
        subscriptions.forEach(subscription -> subscription.mailbox().close());
    }
}
