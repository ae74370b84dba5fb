package dev.flipswitch.dispatch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to one receiver, one at a time and in order, on whatever thread an executor has free. Whoever puts a
 * message in never waits for the receiver; what waits is bounded. It takes a thread only while messages wait, so a
 * receiver that blocks costs one thread and nothing else. Thread-safe.
 *
 * @param <M> the type of the messages
 */
public final class Mailbox<M> implements AutoCloseable {

    /**
     * How much may wait, and what becomes of more.
     *
     * @param count how many messages
     * @param weight how much they may weigh together
     * @param weigher the weight of one, not negative
     * @param collapse gets all that waits and returns fewer or lighter messages which mean the same; called under the
     *     mailbox's lock, so it must be quick and call nobody
     * @param <M> the type of the messages
     */
    public record Bounds<M>(int count, long weight, ToLongFunction<M> weigher, UnaryOperator<List<M>> collapse) {

        /**
         * Checks its arguments.
         *
         * @throws IllegalArgumentException if {@code count} or {@code weight} is not positive
         */
        public Bounds {
            if (count <= 0 || weight <= 0) {
                throw new IllegalArgumentException(
                        "count and weight must be positive; got count " + count + " and weight " + weight);
            }
        }
    }

    private final Executor executor;
    private final Bounds<M> bounds;
    private final Consumer<M> receiver;
    private final Consumer<Throwable> failures;

    private final Loop loop;
    private final Object lock = new Object();

    // guarded by the lock
    private final ArrayDeque<M> waiting = new ArrayDeque<>();
    private long weight;
    private boolean refused; // the executor took no task when it was last asked

    /** A step is one message. */
    private final class Loop extends SerialLoop {
        Loop(Next first) {
            super(first);
        }

        void open() {
            goOn(this::execute);
        }

        @Override
        protected Next step() {
            M next = take();
            if (next == null) {
                return Next.DONE;
            }
            receiver.accept(next);
            return Next.MORE;
        }

        @Override
        protected Next failed(Throwable failure) {
            report(failure);
            return Next.MORE;
        }

        @Override
        protected void execute(Runnable steps) {
            executor.execute(steps);
        }

        @Override
        protected void refused(Throwable refusal) {
            if (isFirstRefusal()) {
                report(refusal);
            }
        }
    }

    /**
     * A mailbox bounded by the number of messages alone.
     *
     * @param executor runs the receiver; {@code Runnable::run} has it run by whoever puts a message in
     * @param capacity how many messages may wait
     * @param collapse gets all that waits when more would wait, and returns fewer messages which mean the same; must be
     *     quick and call nobody
     * @param receiver gets the messages; may block
     * @param failures notified of what the receiver throws, and once when the executor begins to refuse; must not block
     */
    public Mailbox(
            Executor executor,
            int capacity,
            UnaryOperator<List<M>> collapse,
            Consumer<M> receiver,
            Consumer<Throwable> failures) {
        this(executor, new Bounds<>(capacity, Long.MAX_VALUE, message -> 0, collapse), receiver, failures);
    }

    /**
     * A mailbox.
     *
     * @param executor runs the receiver; {@code Runnable::run} has it run by whoever puts a message in
     * @param bounds how much may wait
     * @param receiver gets the messages; may block
     * @param failures notified of what the receiver throws, and once when the executor begins to refuse; must not block
     */
    public Mailbox(Executor executor, Bounds<M> bounds, Consumer<M> receiver, Consumer<Throwable> failures) {
        this(executor, bounds, receiver, failures, false);
    }

    private Mailbox(
            Executor executor, Bounds<M> bounds, Consumer<M> receiver, Consumer<Throwable> failures, boolean held) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.bounds = Objects.requireNonNull(bounds, "bounds");
        this.receiver = Objects.requireNonNull(receiver, "receiver");
        this.failures = Objects.requireNonNull(failures, "failures");
        this.loop = new Loop(held ? SerialLoop.Next.WAIT : SerialLoop.Next.DONE);
    }

    /**
     * A mailbox bounded by the number of messages alone, which hands nothing over before it is opened.
     *
     * @param executor runs the receiver
     * @param capacity how many messages may wait
     * @param collapse gets all that waits when more would wait, and returns fewer messages which mean the same; must be
     *     quick and call nobody
     * @param receiver gets the messages; may block
     * @param failures notified of what the receiver throws, and once when the executor begins to refuse; must not block
     * @param <M> the type of the messages
     * @return a new one
     */
    public static <M> Mailbox<M> held(
            Executor executor,
            int capacity,
            UnaryOperator<List<M>> collapse,
            Consumer<M> receiver,
            Consumer<Throwable> failures) {
        Bounds<M> bounds = new Bounds<>(capacity, Long.MAX_VALUE, message -> 0, collapse);
        return new Mailbox<>(executor, bounds, receiver, failures, true);
    }

    /** Hands over what waits and what comes, where that was held back. */
    public void open() {
        loop.open();
    }

    /**
     * Puts a message in. Never throws, and never waits for the receiver unless the executor runs its tasks at once on
     * this thread; even then a receiver that puts messages in gets them after it has returned. If the executor refuses,
     * the message waits until the next one comes.
     *
     * @param message the message; ignored after the close
     */
    public void put(M message) {
        Throwable problem;
        synchronized (lock) {
            if (loop.isClosed()) {
                return;
            }
            problem = add(message);
        }
        if (problem != null) {
            report(problem);
        }
        loop.call();
    }

    /** Forgets what waits. Nothing is received after this, except what is being received already. */
    @Override
    public void close() {
        loop.close();
        synchronized (lock) {
            waiting.clear();
        }
    }

    private @Nullable Throwable add(M message) {
        waiting.addLast(message);
        weight += bounds.weigher().applyAsLong(message);
        return exceeds() ? collapse() : null;
    }

    private boolean exceeds() {
        return waiting.size() > bounds.count() || weight > bounds.weight();
    }

    private @Nullable Throwable collapse() {
        Throwable problem = null;
        try {
            replaceAll(List.copyOf(bounds.collapse().apply(List.copyOf(waiting))));
        } catch (RuntimeException | LinkageError e) {
            problem = e;
        }
        while (exceeds() && waiting.size() > 1) {
            weight -= bounds.weigher().applyAsLong(waiting.removeFirst());
            problem = problem == null ? new IllegalStateException("the oldest messages are lost") : problem;
        }
        return problem;
    }

    private void replaceAll(List<M> messages) {
        waiting.clear();
        waiting.addAll(messages);
        weight = messages.stream().mapToLong(bounds.weigher()).sum();
    }

    private @Nullable M take() {
        synchronized (lock) {
            M next = waiting.pollFirst();
            refused = false;
            if (next != null) {
                weight -= bounds.weigher().applyAsLong(next);
            }
            return next;
        }
    }

    private boolean isFirstRefusal() {
        synchronized (lock) {
            boolean first = !refused;
            refused = true;
            return first;
        }
    }

    private void report(Throwable problem) {
        try {
            failures.accept(problem);
        } catch (RuntimeException | LinkageError e) {
            // there is nobody left to notify
        }
    }
}
