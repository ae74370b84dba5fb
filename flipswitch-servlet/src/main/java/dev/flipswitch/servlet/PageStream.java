package dev.flipswitch.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One page's event stream, over a servlet's non-blocking output. What is still to be told is one event and not a queue: the
 * newest holds all values. Leaving it waits for nothing, and one thread at a time writes, since on some containers a write
 * blocks all the same. Thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2, server-sent
 *     events</a>
 */
final class PageStream implements WriteListener, AsyncListener {
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_MISSED_BEATS = 3;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final StreamWriterPool writers;
    private final Consumer<PageStream> onEnd;

    private final AtomicReference<byte @Nullable []> next = new AtomicReference<>(BEAT); // brings the head to the page
    private final AtomicInteger calls = new AtomicInteger(); // for a writer; who makes the first is it, or sends one
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean open;
    private volatile boolean taken; // something, since the last beat

    /** Only the heartbeat's thread's. */
    private int missedBeats;

    /** Only the writer's. */
    private boolean unflushed;

    /** Only the audience's evaluating thread's. */
    private byte @Nullable [] told;

    PageStream(AsyncContext async, ServletOutputStream out, StreamWriterPool writers, Consumer<PageStream> onEnd) {
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
            submit(this::end);
        } else {
            next.compareAndSet(null, BEAT);
            call();
        }
    }

    private void call() {
        if (open && calls.getAndIncrement() == 0) {
            submit(this::write);
        }
    }

    private void submit(Runnable task) {
        try {
            writers.execute(task, this::abandon, this::complete);
        } catch (RejectedExecutionException e) {
            ended.set(true); // the application stops
        }
    }

    @Override
    public void onWritePossible() {
        open = true;
        if (calls.getAndIncrement() == 0) {
            write();
        }
    }

    /** Writes once; who calls meanwhile does not wait, and is served by the next turn, after other pages'. */
    private void write() {
        int heard = calls.get();
        try {
            writeNext();
        } catch (IOException | RuntimeException e) {
            end(); // the page has left
        }
        if (!ended.get() && !calls.compareAndSet(heard, 0)) {
            submit(this::write);
        }
    }

    /** While the output is not ready the container will call. */
    private void writeNext() throws IOException {
        flush();
        byte[] event = !unflushed && isReady() ? next.getAndSet(null) : null;
        if (event != null) {
            unflushed = true;
            taken = true;
            out.write(event);
            flush();
        }
    }

    private void flush() throws IOException {
        if (unflushed && isReady()) {
            unflushed = false;
            out.flush();
        }
    }

    private boolean isReady() {
        return !ended.get() && out.isReady();
    }

    /** Ends the response, once. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            onEnd.accept(this);
            complete();
        }
    }

    private void complete() {
        try {
            async.complete();
        } catch (RuntimeException e) {
            // the container has ended it already, or is about to
        }
    }

    /** Has nothing more to do with a page whose write blocks; the thread that is stuck in it ends the response later. */
    private void abandon() {
        if (ended.compareAndSet(false, true)) {
            onEnd.accept(this);
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
        ended.set(true);
        onEnd.accept(this);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
