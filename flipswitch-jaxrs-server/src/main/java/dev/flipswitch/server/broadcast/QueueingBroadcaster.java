package dev.flipswitch.server.broadcast;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A broadcaster that takes any runtime's sinks and waits for none of them. A sink that fails, is closed, or is stuck
 * with an event for too long is forgotten and closed. Thread-safe.
 */
public final class QueueingBroadcaster implements SseBroadcaster, SinkQueue.Owner {

    /** Hears what becomes of the streams, on any thread. */
    public interface Observer {

        /** Does nothing. */
        Observer NONE = new Observer() {
            @Override
            public void collapsed() {}

            @Override
            public void ended(EndReason ending) {}
        };

        /** A sink was so slow that what waited for it became one event. */
        void collapsed();

        /** A stream ended. */
        void ended(EndReason ending);
    }

    private record Collapsed(EncodedEvent newest, EncodedEvent event) {}

    private final Executor executor;
    private final UnaryOperator<OutboundSseEvent> collapse;
    private final Observer observer;
    private final AtomicInteger registered = new AtomicInteger();
    private final Set<SinkQueue> queues = ConcurrentHashMap.newKeySet();
    private final List<BiConsumer<SseEventSink, Throwable>> errorListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<SseEventSink>> closeListeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Collapsed lastCollapsed;
    private volatile Runnable whenClosed = () -> {};
    private volatile boolean closesSinks;
    private volatile boolean closed;

    /**
     * @param executor sends; a sink whose {@code send} blocks holds one of its threads
     * @param collapse makes, of the newest event that waits, the one that stands for all that wait for a slow sink
     */
    public QueueingBroadcaster(Executor executor, UnaryOperator<OutboundSseEvent> collapse, Observer observer) {
        this.executor = executor;
        this.collapse = collapse;
        this.observer = observer;
    }

    @Override
    public void onError(BiConsumer<SseEventSink, Throwable> listener) {
        errorListeners.add(listener);
    }

    @Override
    public void onClose(Consumer<SseEventSink> listener) {
        closeListeners.add(listener);
    }

    @Override
    public void register(SseEventSink sink) {
        if (closed) {
            throw new IllegalStateException("the broadcaster is closed");
        }
        register(sink, () -> InitialEvents.NONE, () -> {});
    }

    /**
     * Registers a sink; where this is closed, that ends at once.
     *
     * @param initialEvents is asked once the sink is registered, so that nothing can happen unseen in between. What it
     *     returns is sent before all other events, and those that it covers are not sent again
     * @param onEnd is run once, when the sink is forgotten
     */
    public void register(SseEventSink sink, Supplier<InitialEvents> initialEvents, Runnable onEnd) {
        SinkQueue queue = new SinkQueue(sink, executor, this, registered.getAndIncrement(), onEnd);
        queues.add(queue);
        if (closed) {
            queue.end(EndReason.STOPPED, null);
            return;
        }
        boolean greeted = false;
        try {
            InitialEvents first = initialEvents.get();
            queue.greet(first.events(), first.upTo());
            greeted = true;
        } finally {
            if (!greeted) {
                queue.end(EndReason.GONE, null);
            }
        }
    }

    /**
     * Hands the event to every sink's queue.
     *
     * @return complete as soon as all queues have it; what fails later is reported to the listeners
     */
    @Override
    public CompletionStage<?> broadcast(OutboundSseEvent event) {
        if (closed) {
            throw new IllegalStateException("the broadcaster is closed");
        }
        broadcast(new EncodedEvent(event));
        return CompletableFuture.completedStage(null);
    }

    /** The same; where this is closed, nobody is there to hear it. */
    public void broadcast(EncodedEvent event) {
        queues.forEach(queue -> queue.add(event));
        event.handedToAll();
    }

    /**
     * Sends an event to those idle sinks whose turn it is, and gives up those that are stuck or closed.
     *
     * @param beat what to send
     * @param slot whose turn it is
     * @param slots how many turns there are
     * @param stuckSince a moment; a sink that has had an event since before is stuck
     */
    public void tick(EncodedEvent beat, int slot, int slots, long stuckSince) {
        for (SinkQueue queue : queues) {
            queue.endIfSendingSince(stuckSince);
            queue.endIfClosed();
            if (Math.floorMod(queue.slot(), slots) == slot) {
                queue.addIfIdle(beat);
            }
        }
    }

    public int size() {
        return queues.size();
    }

    @Override
    public void close() {
        close(true);
    }

    @Override
    public void close(boolean cascading) {
        closesSinks = cascading;
        closed = true;
        queues.forEach(queue -> queue.end(EndReason.STOPPED, null));
        whenClosed.run();
    }

    /** Before it is used. */
    public void onClosed(Runnable action) {
        whenClosed = action;
    }

    @Override
    public EncodedEvent collapsed(EncodedEvent newest) {
        observer.collapsed();
        Collapsed last = lastCollapsed;
        if (last == null || last.newest() != newest) {
            last = new Collapsed(newest, new EncodedEvent(collapse.apply(newest.event())));
            lastCollapsed = last;
        }
        return last.event();
    }

    @Override
    public void ended(SinkQueue queue, EndReason ending, @Nullable Throwable failure) {
        queues.remove(queue);
        observer.ended(ending);
        if (failure != null) {
            errorListeners.forEach(listener -> listener.accept(queue.sink(), failure));
        }
    }

    @Override
    public void free(SinkQueue queue) {
        if (closed && !closesSinks) {
            return;
        }
        if (queue.sink() instanceof ServletSink own) {
            close(own);
        } else {
            try {
                executor.execute(() -> close(queue.sink())); // it may wait for the client
            } catch (RejectedExecutionException e) {
                // the server stops, and the container ends what is open
            }
        }
    }

    private void close(SseEventSink sink) {
        try {
            sink.close();
        } catch (RuntimeException e) {
            errorListeners.forEach(listener -> listener.accept(sink, e));
        }
        closeListeners.forEach(listener -> listener.accept(sink));
    }
}
