package dev.flipswitch.server.events;

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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A broadcaster that takes any runtime's sinks and waits for none of them. A sink that fails or is closed is forgotten
 * and closed. Thread-safe.
 */
final class QueueingBroadcaster implements SseBroadcaster {

    private final Executor executor;
    private final UnaryOperator<OutboundSseEvent> collapse;
    private final Set<SinkQueue> queues = ConcurrentHashMap.newKeySet();
    private final List<BiConsumer<SseEventSink, Throwable>> errorListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<SseEventSink>> closeListeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * @param executor sends; a sink whose {@code send} blocks holds one of its threads
     * @param collapse makes, of the newest event that waits, the one that stands for all that wait for a slow sink
     */
    QueueingBroadcaster(Executor executor, UnaryOperator<OutboundSseEvent> collapse) {
        this.executor = executor;
        this.collapse = collapse;
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
        register(sink, List::of);
    }

    /**
     * Registers a sink.
     *
     * @param greeting is asked once the sink is registered, so that nothing can happen unseen in between; what it
     *     returns is sent before all other events
     */
    void register(SseEventSink sink, Supplier<List<? extends OutboundSseEvent>> greeting) {
        SinkQueue queue = new SinkQueue(sink, executor, collapse, this::ended);
        queues.add(queue);
        if (closed) {
            queues.remove(queue);
            throw new IllegalStateException("the broadcaster is closed");
        }
        queue.greet(greeting.get());
    }

    /**
     * Hands the event to every sink's queue.
     *
     * @return complete as soon as all queues have it; what fails later is told to the listeners
     */
    @Override
    public CompletionStage<?> broadcast(OutboundSseEvent event) {
        if (closed) {
            throw new IllegalStateException("the broadcaster is closed");
        }
        queues.forEach(queue -> queue.add(event));
        return CompletableFuture.completedStage(null);
    }

    /** Sends an event to the sinks that have nothing else to send. */
    void broadcastToIdle(OutboundSseEvent event) {
        queues.forEach(queue -> queue.addIfIdle(event));
    }

    int size() {
        return queues.size();
    }

    @Override
    public void close() {
        close(true);
    }

    @Override
    public void close(boolean cascading) {
        closed = true;
        for (SinkQueue queue : queues) {
            if (queue.end() && cascading) {
                executor.execute(() -> close(queue.sink()));
            }
        }
        queues.clear();
    }

    private void ended(SinkQueue queue, @Nullable Throwable failure) {
        queues.remove(queue);
        if (failure != null) {
            errorListeners.forEach(listener -> listener.accept(queue.sink(), failure));
        }
        close(queue.sink());
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
