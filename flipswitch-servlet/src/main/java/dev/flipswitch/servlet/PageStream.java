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
import java.util.function.Consumer;

/**
 * One page's event stream, over a servlet's non-blocking output. What is still to be told are marks, not a queue: an event
 * only says that something changed. Leaving a mark waits for nothing, and one thread at a time writes, since on some
 * containers a write blocks all the same. Thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2, server-sent
 *     events</a>
 */
final class PageStream implements WriteListener, AsyncListener {
    private static final int BEAT = 1;
    private static final int CHANGE = 2;
    private static final byte[] BEAT_BYTES = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHANGE_BYTES = "event: flagchange\ndata: {}\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_MISSED_BEATS = 3;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final PageWriters writers;
    private final Consumer<PageStream> onEnd;

    private final AtomicInteger marks = new AtomicInteger(BEAT); // the first brings the response's head to the page
    private final AtomicInteger calls = new AtomicInteger(); // for a writer; who makes the first is it, or sends one
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean open;
    private volatile int missedBeats;

    /** Only the writer's. */
    private boolean unflushed;

    PageStream(AsyncContext async, ServletOutputStream out, PageWriters writers, Consumer<PageStream> onEnd) {
        this.async = async;
        this.out = out;
        this.writers = writers;
        this.onEnd = onEnd;
    }

    /** Lets the container call when something can be written. */
    void start() {
        out.setWriteListener(this);
    }

    void change() {
        mark(CHANGE);
    }

    /** Shows life to the page; one that has not taken several of these is taken for dead. Called by one thread. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // only the heartbeat's thread writes
    void beat() {
        missedBeats = (marks.get() & BEAT) == 0 ? 0 : missedBeats + 1;
        if (missedBeats >= MOST_MISSED_BEATS) {
            submit(this::end);
        } else {
            mark(BEAT);
        }
    }

    private void mark(int mark) {
        marks.accumulateAndGet(mark, (before, more) -> before | more);
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
            writeMarks();
        } catch (IOException | RuntimeException e) {
            end(); // the page has left
        }
        if (!ended.get() && !calls.compareAndSet(heard, 0)) {
            submit(this::write);
        }
    }

    /** While the output is not ready the container will call. */
    private void writeMarks() throws IOException {
        flush();
        int told = !unflushed && isReady() ? marks.getAndSet(0) : 0;
        if (told != 0) {
            unflushed = true;
            out.write((told & CHANGE) == 0 ? BEAT_BYTES : CHANGE_BYTES);
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
