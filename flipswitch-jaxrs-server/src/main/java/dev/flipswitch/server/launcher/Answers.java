package dev.flipswitch.server.launcher;

import dev.flipswitch.server.launcher.Patience.Pace;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Takes answers from the threads that write them, so that no thread waits for a client that reads slowly, and cuts off
 * who is too slow. So much of them may wait as the budget has; beyond that threads wait, and who takes nothing at all is
 * cut off soon. Event streams, for which no thread waits, are left alone. Thread-safe.
 */
final class Answers extends Handler.Wrapper {

    private static final int PIECE_BYTES = 32 * 1024;
    private static final int LOOKS_WHEN_SHORT = 2;

    private final Patience patience;
    private final Budget budget;

    Answers(Handler handler, Patience patience, Budget budget) {
        super(handler);
        this.patience = patience;
        this.budget = budget;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Answer answer = new Answer(request, response, callback);
        return super.handle(request, answer, answer);
    }

    /**
     * What is to be written.
     *
     * @param held whether it is a copy, which the budget pays for; else its writer waits
     */
    private record Part(boolean last, @Nullable ByteBuffer bytes, boolean held, Callback writer) {}

    /** One answer. Jetty calls it from one thread at a time. */
    private final class Answer extends Response.Wrapper implements Callback, Patience.Waiting {

        private final Callback completion;
        private final Queue<Part> parts = new ConcurrentLinkedQueue<>();
        private final Writing writing = new Writing();
        private final AtomicBoolean watched = new AtomicBoolean();
        private final AtomicBoolean finished = new AtomicBoolean();
        private volatile boolean begun;
        private volatile boolean lastBegun;
        private volatile boolean completed;
        private volatile @Nullable Throwable failure;
        private final AtomicLong written = new AtomicLong();

        // of the one who looks
        private @Nullable Pace pace;
        private long seen;
        private int looksWithoutProgress;

        Answer(Request request, Response response, Callback completion) {
            super(request, response);
            this.completion = completion;
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer bytes, Callback writer) {
            if (isStream()) {
                super.write(last, bytes, writer);
                return;
            }
            begun = true;
            lastBegun |= last;
            boolean held = budget.take(BufferUtil.length(bytes));
            parts.add(new Part(last, held ? taken(bytes) : bytes, held, held ? Callback.NOOP : writer));
            proceed();
            if (held) {
                Throwable failed = failure;
                if (failed == null) {
                    writer.succeeded();
                } else {
                    writer.failed(failed);
                }
            }
        }

        private boolean isStream() {
            String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
            return type != null && type.startsWith("text/event-stream");
        }

        private static @Nullable ByteBuffer taken(@Nullable ByteBuffer bytes) {
            return bytes == null
                    ? null
                    : ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
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
            proceed();
        }

        @Override
        public void failed(Throwable cause) {
            failure = cause;
            completed = true;
            finish();
            writing.iterate();
        }

        private void proceed() {
            writing.iterate();
            if (!parts.isEmpty() && !watched.getAndSet(true)) {
                patience.begin(this);
                if (finished.get()) {
                    patience.end(this);
                }
            }
        }

        private void finish() {
            if (!finished.getAndSet(true)) {
                patience.end(this);
                Throwable failed = failure;
                if (failed == null) {
                    completion.succeeded();
                } else {
                    completion.failed(failed);
                }
            }
        }

        @Override
        public void look(long nanoTime) {
            Pace goingOn = pace;
            if (goingOn == null || parts.isEmpty()) {
                pace = new Pace(nanoTime, written.get());
                return;
            }
            long sent = written.get();
            looksWithoutProgress = sent == seen ? looksWithoutProgress + 1 : 0;
            seen = sent;
            if (goingOn.isTooSlow(patience, nanoTime, sent)
                    || (budget.isShort() && looksWithoutProgress >= LOOKS_WHEN_SHORT)) {
                Connections.cutOff(getRequest(), "the client takes its answer too slowly");
            }
        }

        private void writePiece(boolean last, @Nullable ByteBuffer bytes, Callback callback) {
            super.write(last, bytes, callback);
        }

        /** Writes piece by piece; a failure ends it like an answer that is complete. */
        private final class Writing extends IteratingCallback {

            private int length;

            @Override
            protected Action process() {
                Throwable failed = failure;
                if (failed != null) {
                    drop(failed);
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
                writePiece(last, piece, Callback.from(this::succeeded, this::fail));
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
                written.addAndGet(length);
                ByteBuffer bytes = part.bytes();
                if (part.held()) {
                    budget.give(length);
                }
                if (bytes != null && bytes.remaining() > length) {
                    bytes.position(bytes.position() + length);
                } else {
                    parts.remove();
                    part.writer().succeeded();
                }
            }

            private void drop(Throwable cause) {
                for (Part part = parts.poll(); part != null; part = parts.poll()) {
                    if (part.held()) {
                        budget.give(BufferUtil.length(part.bytes()));
                    }
                    part.writer().failed(cause);
                }
            }

            @Override
            protected void onCompleteSuccess() {
                finish();
            }
        }
    }
}
