package dev.flipswitch.server.events;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one sink has still to be sent: in order, one event at a time, on a thread of the executor. When too much waits,
 * it collapses into one event that stands for all. Thread-safe; adding never waits for the sink.
 */
final class SinkQueue {

    static final int CAPACITY = 64;

    private final SseEventSink sink;
    private final Executor executor;
    private final UnaryOperator<OutboundSseEvent> collapse;
    private final BiConsumer<SinkQueue, @Nullable Throwable> onEnd;

    /** Guarded by this. */
    private final Deque<OutboundSseEvent> waiting = new ArrayDeque<>();
    /** Guarded by this. While it is set nobody else may start to send; a new queue is held until it is greeted. */
    private boolean sending = true;
    /** Guarded by this. */
    private boolean ended;

    /**
     * @param collapse makes, of the newest of the events that wait, the one that stands for all of them
     * @param onEnd is told once when the sink failed or is closed, with the failure if there was one
     */
    SinkQueue(
            SseEventSink sink,
            Executor executor,
            UnaryOperator<OutboundSseEvent> collapse,
            BiConsumer<SinkQueue, @Nullable Throwable> onEnd) {
        this.sink = sink;
        this.executor = executor;
        this.collapse = collapse;
        this.onEnd = onEnd;
    }

    SseEventSink sink() {
        return sink;
    }

    /** Puts events before all that came meanwhile, and starts sending. */
    void greet(List<? extends OutboundSseEvent> greeting) {
        synchronized (this) {
            for (int i = greeting.size() - 1; i >= 0; i--) {
                waiting.addFirst(greeting.get(i));
            }
        }
        submit();
    }

    void add(OutboundSseEvent event) {
        synchronized (this) {
            if (ended) {
                return;
            }
            if (waiting.size() >= CAPACITY) {
                waiting.clear();
                waiting.add(collapse.apply(event));
            } else {
                waiting.add(event);
            }
            if (sending) {
                return;
            }
            sending = true;
        }
        submit();
    }

    /** Adds an event that is only worth sending if nothing else is. */
    void addIfIdle(OutboundSseEvent event) {
        synchronized (this) {
            if (sending) {
                return;
            }
        }
        add(event);
    }

    /** Forgets what waits; nothing more is sent. */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        waiting.clear();
        return first;
    }

    private void submit() {
        try {
            executor.execute(this::sendNext);
        } catch (RejectedExecutionException e) {
            end(); // the server stops
        }
    }

    private void sendNext() {
        OutboundSseEvent event;
        synchronized (this) {
            event = waiting.poll();
            if (event == null) {
                sending = false;
                return;
            }
        }
        try {
            if (sink.isClosed()) {
                fail(null);
                return;
            }
            sink.send(event).whenComplete((ignored, failure) -> {
                if (failure == null) {
                    submit();
                } else {
                    fail(failure);
                }
            });
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(@Nullable Throwable failure) {
        if (end()) {
            onEnd.accept(this, failure);
        }
    }
}
