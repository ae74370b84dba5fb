package dev.flipswitch.server.broadcast;

import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one sink has still to be sent: in order, one event at a time, on a thread of the executor. When too much waits,
 * it collapses into one event that stands for all. Thread-safe; adding never waits for the sink.
 */
public final class SinkQueue extends SerialLoop {

    public static final int MOST_EVENTS = 64;
    static final int MOST_BYTES = 65_536;

    /** Who is notified of a queue, without any lock held. */
    interface Owner {

        /** The event that stands for all that wait, of which this is the newest. */
        EncodedEvent collapsed(EncodedEvent newest);

        /** Once: nothing more is sent. */
        void ended(SinkQueue queue, EndReason ending, @Nullable Throwable failure);

        /** Once, after it ended, when no thread is sending any more. */
        void free(SinkQueue queue);
    }

    private final SseEventSink sink;
    private final Executor executor;
    private final Owner owner;
    private final int slot;
    private final Runnable onEnd;

    /** Guarded by this. */
    private final Deque<EncodedEvent> waiting = new ArrayDeque<>(2);
    /** Guarded by this. */
    private int waitingBytes;
    /** Guarded by this. The change up to which the client knows everything since it was greeted. */
    private long knownUpTo = -1;

    /** What the sink has and is not through with; whoever takes it away says what became of it. */
    private final AtomicReference<@Nullable EncodedEvent> inSink = new AtomicReference<>();

    /** Since when the sink has had it; 0 while it has none. */
    private volatile long sendingSince;

    /**
     * @param slot when it is its turn to show life
     * @param onEnd is run once, when nothing more is sent
     */
    SinkQueue(SseEventSink sink, Executor executor, Owner owner, int slot, Runnable onEnd) {
        super(Next.WAIT); // until it is greeted
        this.sink = sink;
        this.executor = executor;
        this.owner = owner;
        this.slot = slot;
        this.onEnd = onEnd;
    }

    SseEventSink sink() {
        return sink;
    }

    int slot() {
        return slot;
    }

    /** Puts events before all that came meanwhile, and starts sending; what they cover is not sent again. */
    void greet(List<EncodedEvent> initialEvents, long upTo) {
        synchronized (this) {
            knownUpTo = upTo;
            waiting.removeIf(event -> event.isKnownAt(upTo) && skip(event));
            for (int i = initialEvents.size() - 1; i >= 0; i--) {
                waiting.addFirst(count(initialEvents.get(i)));
            }
        }
        goOn();
    }

    @Override
    protected void execute(Runnable steps) {
        executor.execute(steps);
    }

    /** Other sinks get their turn, too, and no sender is busy for longer than one event takes. */
    @Override
    protected boolean givesWay() {
        return true;
    }

    void add(EncodedEvent event) {
        synchronized (this) {
            if (isClosed() || event.isKnownAt(knownUpTo)) {
                return;
            }
            if (waiting.size() >= MOST_EVENTS || waitingBytes + event.bytes().length > MOST_BYTES) {
                skipAll();
                waiting.add(count(owner.collapsed(event)));
            } else {
                waiting.add(count(event));
            }
        }
        call();
    }

    /** Adds an event that is only worth sending if nothing else is. */
    void addIfIdle(EncodedEvent event) {
        if (isIdle()) {
            add(event);
        }
    }

    /** Gives up a sink that has not got through with an event since a moment. */
    void endIfSendingSince(long nanos) {
        long since = sendingSince;
        if (since != 0 && since - nanos < 0) {
            end(EndReason.STALLED, null);
        }
    }

    /** Gives up a sink whose container says that the client is gone. Others than our own know it only when they send. */
    void endIfClosed() {
        if (sink instanceof ServletSink && sink.isClosed()) {
            end(EndReason.GONE, null);
        }
    }

    /** Forgets what waits; nothing more is sent. */
    void end(EndReason ending, @Nullable Throwable failure) {
        close(() -> {
            synchronized (this) {
                skipAll();
            }
            skipInSink();
            onEnd.run();
            owner.ended(this, ending, failure);
        });
    }

    @Override
    protected void ended() {
        owner.free(this);
    }

    @Override
    protected Next failed(Throwable failure) {
        end(EndReason.GONE, failure);
        return Next.DONE;
    }

    @Override
    protected void refused(Throwable refusal) {
        end(EndReason.STOPPED, null);
    }

    /** Our own sinks wait for nobody while they are new, nor where they say that they are through. */
    private void goOn() {
        goOn(sink instanceof ServletSink ? Runnable::run : executor);
    }

    /** Sends what waits next, unless the sink still has something. */
    @Override
    protected Next step() {
        if (inSink.get() != null) {
            return Next.WAIT;
        }
        EncodedEvent event = poll();
        if (event == null) {
            return Next.DONE;
        }
        inSink.set(event);
        sendingSince = System.nanoTime() | 1;
        if (sink.isClosed()) {
            end(EndReason.GONE, null);
        }
        if (isClosed()) {
            skipInSink();
            return Next.DONE;
        }
        return send(event);
    }

    private synchronized @Nullable EncodedEvent poll() {
        EncodedEvent event = waiting.poll();
        if (event != null) {
            waitingBytes -= event.bytes().length;
        }
        return event;
    }

    private synchronized boolean hasMore() {
        return !waiting.isEmpty();
    }

    private Next send(EncodedEvent event) {
        CompletionStage<?> stage =
                sink instanceof ServletSink own ? own.write(event.bytes()) : sink.send(event.event());
        if (isThrough(stage)) {
            through();
            return hasMore() ? Next.MORE : Next.DONE;
        }
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                through();
                goOn();
            } else {
                failed(failure);
            }
        });
        return Next.WAIT;
    }

    /** Only of our own: a stage of another's may not be asked. */
    private boolean isThrough(CompletionStage<?> stage) {
        return sink instanceof ServletSink
                && stage instanceof CompletableFuture<?> future
                && future.isDone()
                && !future.isCompletedExceptionally();
    }

    private void through() {
        sendingSince = 0;
        EncodedEvent event = inSink.getAndSet(null);
        if (event != null) {
            event.sent();
        }
    }

    private void skipInSink() {
        EncodedEvent lost = inSink.getAndSet(null);
        if (lost != null) {
            lost.skipped();
        }
    }

    private EncodedEvent count(EncodedEvent event) {
        event.handedToOne();
        waitingBytes += event.bytes().length;
        return event;
    }

    private boolean skip(EncodedEvent event) {
        waitingBytes -= event.bytes().length;
        event.skipped();
        return true;
    }

    private void skipAll() {
        waiting.forEach(EncodedEvent::skipped);
        waiting.clear();
        waitingBytes = 0;
    }
}
