package dev.flipswitch.server.events;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A sink that keeps what it was sent; how each send ends is up to the test. */
public final class FakeSink implements SseEventSink {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Function<OutboundSseEvent, CompletionStage<?>> outcome;
    private volatile boolean closed;

    public FakeSink() {
        this(event -> CompletableFuture.completedStage(null));
    }

    public FakeSink(Function<OutboundSseEvent, CompletionStage<?>> outcome) {
        this.outcome = outcome;
    }

    /** Name and id of each event. */
    public List<String> sent() {
        return sent;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
        sent.add(event.getName() + " " + event.getId());
        return outcome.apply(event);
    }

    @Override
    public void close() {
        closed = true;
    }
}
