package dev.flipswitch.server.broadcast;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to many sinks: encoded once for all of them, and followed until the last of them is through with
 * it. Thread-safe.
 */
public final class EncodedEvent {

    private final OutboundSseEvent event;
    private final long number;
    private final byte[] bytes;
    private final Consumer<EncodedEvent> onDone;

    /** Sinks that have not got it yet, and one for whoever hands it to them. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final AtomicInteger sent = new AtomicInteger();
    private volatile long lastSentNanos;

    public EncodedEvent(OutboundSseEvent event) {
        this(event, done -> {});
    }

    /** @param onDone is run once when every sink has got it or never will */
    public EncodedEvent(OutboundSseEvent event, Consumer<EncodedEvent> onDone) {
        this.event = event;
        this.number = number(event.getId());
        this.bytes = SseEncoder.bytes(event);
        this.onDone = onDone;
    }

    /** The id as a number; that of an event without one is beyond all others. */
    private static long number(@Nullable String id) {
        try {
            return id == null ? Long.MAX_VALUE : Long.parseLong(id);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
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
    public int sentCount() {
        return sent.get();
    }

    public long lastSentNanos() {
        return lastSentNanos;
    }

    private void close() {
        if (open.decrementAndGet() == 0) {
            onDone.accept(this);
        }
    }
}
