package dev.flipswitch.server.events;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An event on its way to many sinks: encoded once for all of them, and followed until the last of them is through with
 * it. Thread-safe.
 */
final class Outgoing {

    private final OutboundSseEvent event;
    private final long number;
    private final byte[] bytes;
    private final Consumer<Outgoing> onDone;

    /** Sinks that have not got it yet, and one for whoever hands it to them. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final AtomicInteger sent = new AtomicInteger();
    private volatile long lastSentNanos;

    Outgoing(OutboundSseEvent event) {
        this(event, done -> {});
    }

    /** @param onDone is told once when every sink has got it or never will */
    Outgoing(OutboundSseEvent event, Consumer<Outgoing> onDone) {
        this.event = event;
        this.number = event instanceof WireEvent wire ? wire.number() : Long.MAX_VALUE;
        this.bytes = Encoding.bytes(event);
        this.onDone = onDone;
    }

    OutboundSseEvent event() {
        return event;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether a client that knows all changes up to this one knows it already. */
    boolean isKnownAt(long change) {
        return number <= change;
    }

    void handedToOne() {
        open.incrementAndGet();
    }

    void handedToAll() {
        close();
    }

    void sent() {
        sent.incrementAndGet();
        lastSentNanos = System.nanoTime();
        close();
    }

    void skipped() {
        close();
    }

    /** How many sinks have got it. */
    int sentCount() {
        return sent.get();
    }

    long lastSentNanos() {
        return lastSentNanos;
    }

    private void close() {
        if (open.decrementAndGet() == 0) {
            onDone.accept(this);
        }
    }
}
