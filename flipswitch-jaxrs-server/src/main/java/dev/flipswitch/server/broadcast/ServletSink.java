package dev.flipswitch.server.broadcast;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.EOFException;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An event stream over a servlet's non-blocking output: each event is written and flushed in one piece, and no thread
 * waits for the client. Who sends faster than the client reads should wait for the stages; what was sent is kept until
 * then. Thread-safe, without a lock: whoever comes first does the work of all who come meanwhile.
 */
public final class ServletSink extends SerialLoop implements SseEventSink {

    /** An event that is being written. */
    private static final class Write {
        private final byte[] bytes;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int step;

        Write(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();

    // of the step, and of the end
    private @Nullable AsyncContext context;
    private @Nullable ServletOutputStream out;

    private ServletSink(AsyncContext context, ServletOutputStream out) {
        super(Next.WAIT); // until the container lets write
        this.context = context;
        this.out = out;
    }

    /**
     * Turns the response to a request into an event stream. The caller returns to the container afterwards.
     *
     * @param request the request
     * @param response its response, with nothing written so far
     * @return the stream
     * @throws IOException if the client is gone
     * @throws IllegalStateException if a filter does not support asynchronous requests
     */
    public static ServletSink open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        ServletOutputStream out = response.getOutputStream();
        AsyncContext context = request.startAsync();
        boolean open = false;
        try {
            context.setTimeout(0);
            ServletSink sink = new ServletSink(context, out);
            Signals signals = sink.new Signals();
            context.addListener(signals);
            out.setWriteListener(signals);
            open = true;
            return sink;
        } finally {
            if (!open) {
                response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR); // unless the caller knows better
                context.complete();
            }
        }
    }

    /**
     * Sends an event, whose data is text.
     *
     * @return complete when the event is written, exceptionally when it can't be any more
     */
    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
        return write(SseEncoder.bytes(event));
    }

    CompletionStage<?> write(byte[] bytes) {
        Write write = new Write(bytes);
        writes.add(write);
        call();
        if (hasEnded() && writes.remove(write)) {
            fail(write);
        }
        return write.done;
    }

    @Override
    protected Next step() throws IOException {
        if (out != null) {
            writeTo(out);
        }
        return Next.DONE;
    }

    @Override
    protected Next failed(Throwable failure) {
        close();
        return Next.DONE;
    }

    /** Each call on the output needs an {@code isReady()} of its own. */
    private void writeTo(ServletOutputStream to) throws IOException {
        for (Write write = writes.peek(); write != null && to.isReady(); write = writes.peek()) {
            if (write.step == 0) {
                to.write(write.bytes);
            } else if (write.step == 1) {
                to.flush();
            } else {
                writes.remove();
                write.done.complete(null);
            }
            write.step++;
        }
    }

    /** Ends the stream; what waits is not written any more. */
    @Override
    protected void ended() {
        AsyncContext ending = context;
        context = null;
        out = null;
        if (ending != null) {
            Write stuck = writes.peek();
            if (stuck != null && stuck.step > 0) {
                abort(ending);
            }
            try {
                ending.complete();
            } catch (IllegalStateException e) {
                // the container was faster
            }
        }
        for (Write write = writes.poll(); write != null; write = writes.poll()) {
            fail(write);
        }
    }

    private static void fail(Write write) {
        write.done.completeExceptionally(new EOFException("the stream is closed"));
    }

    /**
     * Closes the connection of a client that takes nothing, where the container can: Jetty would keep it until its idle
     * timeout, and takes this status for it. Others refuse it, since the answer has begun.
     */
    private static void abort(AsyncContext ending) {
        try {
            if (ending.getResponse() instanceof HttpServletResponse response && response.isCommitted()) {
                response.sendError(-1);
            }
        } catch (IOException | RuntimeException e) {
            // the container ends it in its own time
        }
    }

    /** What the container says. However it says that the client is gone, it means the same. */
    private final class Signals implements WriteListener, AsyncListener {

        @Override
        public void onWritePossible() {
            goOn(Runnable::run);
        }

        @Override
        public void onError(Throwable failure) {
            close();
        }

        @Override
        public void onError(AsyncEvent event) {
            close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            close();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            close();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // nobody starts it again
        }
    }
}
