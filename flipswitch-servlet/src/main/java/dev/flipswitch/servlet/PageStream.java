package dev.flipswitch.servlet;

import dev.flipswitch.dispatch.SerialLoop;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One page's event stream, over a servlet's non-blocking output. What is still to be sent is one event and not a queue: the
 * newest holds all values. Leaving it waits for nothing, and one thread at a time writes, since on some containers a write
 * blocks all the same. Thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2, server-sent
 *     events</a>
 */
final class PageStream extends SerialLoop implements WriteListener, AsyncListener {
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_MISSED_BEATS = 3;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Executor writers;
    private final Consumer<PageStream> onEnd;

    private final AtomicReference<byte @Nullable []> next = new AtomicReference<>(BEAT); // brings the head to the page
    private volatile boolean taken; // something, since the last beat

    /** Since when a thread has been writing; 0 while none is. */
    private volatile long writingSince;

    /** Only the heartbeat's thread's. */
    private int missedBeats;

    /** Only the step's. */
    private boolean unflushed;

    /** Only the audience's evaluating thread's. */
    private byte @Nullable [] told;

    PageStream(AsyncContext async, ServletOutputStream out, Executor writers, Consumer<PageStream> onEnd) {
        super(Next.WAIT); // until the container lets write
        this.async = async;
        this.out = out;
        this.writers = writers;
        this.onEnd = onEnd;
    }

    /** Lets the container call when something can be written. */
    void start() {
        out.setWriteListener(this);
    }

    /** Tells an event in place of what the page has not taken yet. Called by one thread at a time. */
    void tell(byte[] event) {
        if (told != event) {
            told = event;
            next.set(event);
            call();
        }
    }

    /** Shows life to the page; one that has taken nothing for several of these is taken for dead. Called by one thread. */
    void beat() {
        missedBeats = taken ? 0 : missedBeats + 1;
        taken = false;
        if (missedBeats >= MOST_MISSED_BEATS) {
            giveUp();
        } else {
            next.compareAndSet(null, BEAT);
            call();
        }
    }

    /** Gives up a page to which a thread has been writing since a moment: its container blocks. */
    void endIfWritingSince(long nanos) {
        long since = writingSince;
        if (since != 0 && since - nanos < 0) {
            end();
        }
    }

    /** The end of the response may wait for the container. */
    private void giveUp() {
        try {
            execute(this::end);
        } catch (RejectedExecutionException e) {
            // the application stops
        }
    }

    @Override
    protected void execute(Runnable task) {
        writers.execute(task);
    }

    /** Other pages get their turn, too. */
    @Override
    protected boolean givesWay() {
        return true;
    }

    @Override
    public void onWritePossible() {
        goOn(Runnable::run);
    }

    /** While the output is not ready the container will call. */
    @Override
    protected Next step() throws IOException {
        writingSince = System.nanoTime() | 1;
        flush();
        byte[] event = !unflushed && isReady() ? next.getAndSet(null) : null;
        if (event != null) {
            unflushed = true;
            taken = true;
            out.write(event);
            flush();
        }
        writingSince = 0;
        return Next.DONE;
    }

    @Override
    protected Next failed(Throwable failure) {
        end(); // the page has left
        return Next.DONE;
    }

    private void flush() throws IOException {
        if (unflushed && isReady()) {
            unflushed = false;
            out.flush();
        }
    }

    private boolean isReady() {
        return !isClosed() && out.isReady();
    }

    /** Ends the response; if a write blocks, the thread that is stuck in it does so later. */
    void end() {
        close(() -> onEnd.accept(this));
    }

    @Override
    protected void ended() {
        try {
            if (!out.isReady()) {
                abort();
            }
        } catch (IOException | RuntimeException e) {
            // the container ends the connection in its own time
        }
        try {
            async.complete();
        } catch (RuntimeException e) {
            // the container has ended it already, or is about to
        }
    }

    /**
     * Closes the connection of a page that takes nothing, where the container can: Jetty would keep it until its idle timeout,
     * and takes this status for it. Others refuse it, since the answer has begun.
     */
    private void abort() throws IOException {
        if (async.getResponse() instanceof HttpServletResponse response && response.isCommitted()) {
            response.sendError(-1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
