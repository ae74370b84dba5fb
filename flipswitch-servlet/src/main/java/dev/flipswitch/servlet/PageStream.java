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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One page's event stream, over a servlet's non-blocking output. What is still to be told are marks, not a queue: an event
 * only says that something changed. Leaving a mark never waits for the page, nor for the lock that writing holds, since on
 * some containers a write blocks all the same. Thread-safe.
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
    private final AtomicBoolean queued = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean abandoned;
    private volatile boolean open;
    private volatile int missedBeats;

    private final ReentrantLock writing = new ReentrantLock();
    /** Guarded by writing. */
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
        if (open && queued.compareAndSet(false, true)) {
            submit(this::write);
        }
    }

    private void submit(Runnable task) {
        try {
            writers.execute(task, this::abandon);
        } catch (RejectedExecutionException e) {
            ended.set(true); // the application stops
        }
    }

    @Override
    public void onWritePossible() {
        open = true;
        write();
    }

    private void write() {
        queued.set(false); // before the marks are read, so that none is overlooked
        try {
            writing.lock();
            try {
                writeMarks();
            } finally {
                writing.unlock();
            }
        } catch (IOException | RuntimeException e) {
            end(); // the page has left
        }
        if (abandoned) {
            complete();
        }
    }

    /** While the output is not ready the container will call. */
    private void writeMarks() throws IOException {
        while (!ended.get() && out.isReady()) {
            if (unflushed) {
                unflushed = false;
                out.flush();
                continue;
            }
            int told = marks.getAndSet(0);
            if (told == 0) {
                return;
            }
            unflushed = true;
            out.write((told & CHANGE) == 0 ? BEAT_BYTES : CHANGE_BYTES);
        }
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

    /** Has nothing more to do with a page whose write blocks; the thread that is stuck in it ends the response. */
    void abandon() {
        abandoned = true;
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
