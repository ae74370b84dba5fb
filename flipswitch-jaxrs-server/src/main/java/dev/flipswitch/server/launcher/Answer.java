package dev.flipswitch.server.launcher;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * One answer. Takes what is written to it at once, and goes on to send it when its writer has left. An event stream, for
 * which no thread waits anyway, is left alone. Jetty calls it from one thread at a time.
 */
final class Answer extends Response.Wrapper implements Callback {

    private static final int PIECE_BYTES = 16 * 1024;

    /** The system takes 128 KB and more at a time, and then nothing for as long as a slow client needs for them. */
    private static final int PATIENCE_TIMES = 3;

    private final Answers answers;
    private final Callback completion;
    private final Queue<Part> parts = new ConcurrentLinkedQueue<>();
    private final Sending sending = new Sending();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean begun;
    private volatile boolean lastBegun;
    private volatile boolean completed;
    private volatile @Nullable Throwable failure;
    private final AtomicLong sent = new AtomicLong();
    private volatile long begunAt;
    private Patience.@Nullable Pace pace; // of the one who looks

    /** What is to be sent; the bytes are its own. */
    private record Part(boolean last, @Nullable ByteBuffer bytes) {}

    Answer(Answers answers, Request request, Response response, Callback completion) {
        super(request, response);
        this.answers = answers;
        this.completion = completion;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback writer) {
        if (isStream()) {
            HeadConnection.isStream(getRequest());
            super.write(last, content, writer);
            return;
        }
        if (!begun) {
            begunAt = System.nanoTime();
            begun = true;
        }
        lastBegun |= last;
        int length = BufferUtil.length(content);
        bytes.addAndGet(length);
        parts.add(new Part(
                last,
                content == null
                        ? null
                        : ByteBuffer.allocate(length).put(content).flip()));
        sending.iterate();
        if (!parts.isEmpty()) {
            answers.add(this);
        }
        answers.taken(length);
        if (finished.get()) {
            answers.remove(this);
        }
        Throwable failed = failure;
        if (failed == null) {
            writer.succeeded();
        } else {
            writer.failed(failed);
        }
    }

    private boolean isStream() {
        String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }

    @Override
    public boolean isCommitted() {
        return begun || super.isCommitted();
    }

    @Override
    public boolean hasLastWrite() {
        return lastBegun || super.hasLastWrite();
    }

    @Override
    public void succeeded() {
        completed = true;
        sending.iterate();
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        completed = true;
        finish();
        sending.iterate();
    }

    private void finish() {
        if (!finished.getAndSet(true)) {
            answers.remove(this);
            Throwable failed = failure;
            if (failed == null) {
                completion.succeeded();
            } else {
                completion.failed(failed);
            }
        }
    }

    /** How much waits; nothing more of one that has been cut off. */
    long waitingBytes() {
        return failure == null ? bytes.get() : 0;
    }

    long nanos(long nanoTime) {
        return nanoTime - begunAt;
    }

    /** In bytes for each nanosecond. */
    double speed(long nanoTime) {
        return (double) sent.get() / nanos(nanoTime);
    }

    /** Asked by one thread, again and again. */
    boolean isTooSlow(Patience patience, long nanoTime) {
        Patience.Pace going = pace;
        if (going == null || parts.isEmpty()) {
            pace = new Patience.Pace(PATIENCE_TIMES, nanoTime, sent.get());
            return false;
        }
        return going.isTooSlow(patience, nanoTime, sent.get());
    }

    void cutOff() {
        EofException cause = new EofException("the client takes its answer too slowly");
        failure = cause;
        Connections.cutOff(getRequest(), cause);
    }

    private void send(boolean last, @Nullable ByteBuffer piece, Callback callback) {
        super.write(last, piece, callback);
    }

    private void release(int length) {
        bytes.addAndGet(-length);
        answers.released(length);
    }

    /** Sends piece by piece; a failure ends it like an answer that is complete. */
    private final class Sending extends IteratingCallback {

        private int length;

        @Override
        protected Action process() {
            if (failure != null) {
                drop();
            }
            Part part = parts.peek();
            if (part == null) {
                return completed ? Action.SUCCEEDED : Action.IDLE;
            }
            ByteBuffer piece = part.bytes();
            boolean last = part.last();
            length = BufferUtil.length(piece);
            if (piece != null && length > PIECE_BYTES) {
                length = PIECE_BYTES;
                last = false;
                piece = piece.slice(piece.position(), length);
            }
            send(last, piece, Callback.from(this::succeeded, this::fail));
            return Action.SCHEDULED;
        }

        private void fail(Throwable cause) {
            if (failure == null) {
                failure = cause;
            }
            succeeded();
        }

        @Override
        protected void onSuccess() {
            Part part = parts.peek();
            if (part == null || failure != null) {
                return;
            }
            release(length);
            sent.addAndGet(length);
            ByteBuffer content = part.bytes();
            if (content != null && content.remaining() > length) {
                content.position(content.position() + length);
            } else {
                parts.remove();
            }
        }

        private void drop() {
            for (Part part = parts.poll(); part != null; part = parts.poll()) {
                release(BufferUtil.length(part.bytes()));
            }
        }

        @Override
        protected void onCompleteSuccess() {
            finish();
        }
    }
}
