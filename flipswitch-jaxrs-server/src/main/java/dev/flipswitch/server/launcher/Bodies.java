package dev.flipswitch.server.launcher;

import dev.flipswitch.server.launcher.Patience.Pace;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests on when their bodies are there, so that no thread waits for a client that sends slowly. It cuts off
 * clients that are too slow. Nobody waits for the body of a client without a valid secret: what is there is handed on,
 * and the application refuses it. Each secret has a budget of its own for what its bodies hold while they wait and
 * until they are answered. All API keys together have one, too. So neither the users of one page, nor those of all
 * pages, can keep an administrator out. Thread-safe.
 */
final class Bodies extends Handler.Wrapper {

    /** The application refuses what is longer; no more of it is of interest. */
    private static final int MOST_BYTES = 1024 * 1024 + 1;

    /** What each body has without asking, unless it has to wait; nearly all need no more. */
    private static final int FREE_BYTES = 8 * 1024;

    private static final int FIRST_BYTES = 1024;

    /** Of the heap, for one secret. */
    private static final int SHARE = 16;

    /** Of the heap, for all API keys. */
    private static final int SHARE_OF_ALL = 8;

    /** Whom the admin token belongs to. */
    private static final Object ADMINISTRATORS = "";

    private final Patience patience;
    private final Function<String, @Nullable Object> owners;
    private final Map<Object, Budget> budgets = new ConcurrentHashMap<>();
    private final long heap;
    private final Semaphore ofAllKeys;

    /**
     * Waits for bodies.
     *
     * @param handler answers
     * @param patience with slow clients
     * @param owners says whom a secret belongs to, null for nobody
     * @param heap how many bytes there are for all that the server does
     */
    Bodies(Handler handler, Patience patience, Function<String, @Nullable Object> owners, long heap) {
        super(handler);
        this.patience = patience;
        this.owners = owners;
        this.heap = heap;
        this.ofAllKeys = new Semaphore(share(SHARE_OF_ALL));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request)) {
            return super.handle(request, response, callback);
        }
        Body body = new Body(request, response, callback);
        if (body.isRefused()) {
            return true;
        }
        if (!body.read() || super.handle(body.whole(), response, body)) {
            return true;
        }
        body.completed();
        return false;
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private @Nullable Object owner(Request request) {
        String key = request.getHeaders().get("X-API-Key");
        if (key == null) {
            HttpField authorization = request.getHeaders().getField(HttpHeader.AUTHORIZATION);
            String value = authorization == null ? "" : authorization.getValue();
            key = value.regionMatches(true, 0, "Bearer ", 0, 7)
                    ? value.substring(7).strip()
                    : null;
        }
        return key == null ? null : owners.apply(key);
    }

    private int share(int part) {
        long share = Math.max(2L * MOST_BYTES, heap / part);
        return (int) Math.min(share, Integer.MAX_VALUE);
    }

    private Budget budget(Object owner) {
        Semaphore own = new Semaphore(share(SHARE));
        return owner.equals(ADMINISTRATORS) ? new Budget(own, own) : new Budget(own, ofAllKeys);
    }

    /** What the bodies of a secret may hold. Thread-safe. */
    private record Budget(Semaphore own, Semaphore shared) {

        boolean tryAcquire(int bytes) {
            if (!own.tryAcquire(bytes)) {
                return false;
            }
            if (own == shared || shared.tryAcquire(bytes)) {
                return true;
            }
            own.release(bytes);
            return false;
        }

        void release(int bytes) {
            own.release(bytes);
            if (own != shared) {
                shared.release(bytes);
            }
        }
    }

    /** One body. Read by one thread at a time. */
    private final class Body extends Callback.Nested implements Invocable.Task, Patience.Waiting {

        private final Request request;
        private final Response response;
        private byte[] bytes = new byte[FIRST_BYTES];
        private volatile int length;
        private @Nullable Chunk failure;
        private @Nullable Budget budget;
        private int held;
        private @Nullable Pace pace;

        Body(Request request, Response response, Callback callback) {
            super(callback);
            this.request = request;
            this.response = response;
        }

        /** Whether it is answered already, since its head says that it is too long; nobody is asked to send it then. */
        boolean isRefused() {
            boolean tooLong = request.getLength() >= MOST_BYTES;
            boolean waits = request.getHeaders().contains(HttpHeader.EXPECT);
            if ((!tooLong && !waits) || !isKnown() || !tooLong) {
                return false;
            }
            refuse(HttpStatus.PAYLOAD_TOO_LARGE_413);
            return true;
        }

        /** Reads what is there; false if the rest comes later, or if the request has been answered. */
        boolean read() {
            while (length < MOST_BYTES && failure == null) {
                Chunk chunk = request.read();
                if (chunk == null) {
                    return !waits();
                }
                if (Chunk.isFailure(chunk)) {
                    return !isAnswered(chunk.getFailure());
                }
                boolean last = chunk.isLast();
                boolean goesOn = add(chunk.getByteBuffer());
                chunk.release();
                if (!goesOn) {
                    return failure != null;
                }
                if (last) {
                    return true;
                }
            }
            close();
            return true;
        }

        /** Says that the connection ends with the answer, since the rest of the body is not read. */
        private void close() {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        }

        /** Begins to wait for the rest, or answers that there is no room; false if nobody would answer this client anything. */
        private boolean waits() {
            if (!isKnown()) {
                return false;
            }
            if (pace == null) {
                if (held == 0 && !pays(bytes.length)) {
                    return true;
                }
                pace = new Pace(1, System.nanoTime(), 0);
                patience.begin(this);
            }
            request.demand(this);
            return true;
        }

        private boolean isKnown() {
            if (budget == null) {
                Object owner = owner(request);
                if (owner == null) {
                    failure = Chunk.from(new EOFException("the body of a client without a secret"), true);
                    close();
                } else {
                    budget = budgets.computeIfAbsent(owner, Bodies.this::budget);
                }
            }
            return budget != null;
        }

        private boolean isAnswered(Throwable cause) {
            if (cause instanceof TimeoutException) {
                refuse(HttpStatus.REQUEST_TIMEOUT_408);
                return true;
            }
            failure = Chunk.from(cause, true);
            return false;
        }

        /** Whether there is room for more; if not, it is answered, or ends here. */
        private boolean add(ByteBuffer more) {
            int needed = Math.min(length + more.remaining(), MOST_BYTES);
            if (needed > bytes.length) {
                int size = Math.min(MOST_BYTES, Math.max(needed, 2 * bytes.length));
                if (size > FREE_BYTES && !pays(size)) {
                    return false;
                }
                bytes = Arrays.copyOf(bytes, size);
            }
            int added = needed - length;
            more.get(bytes, length, added);
            length = needed;
            return true;
        }

        private boolean pays(int size) {
            Budget paying = isKnown() ? budget : null;
            if (paying == null) {
                return false;
            }
            if (!paying.tryAcquire(size - held)) {
                refuse(HttpStatus.SERVICE_UNAVAILABLE_503);
                return false;
            }
            held = size;
            return true;
        }

        @Override
        public void run() {
            if (read()) {
                patience.end(this);
                getServer().getThreadPool().execute(this::handOn);
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        private void handOn() {
            try {
                if (!Bodies.super.handle(whole(), response, this)) {
                    Response.writeError(request, response, this, HttpStatus.NOT_FOUND_404);
                }
            } catch (Throwable e) {
                Response.writeError(request, response, this, e);
            }
        }

        @Override
        public void look(long nanoTime) {
            Pace going = pace;
            if (going != null && going.isTooSlow(patience, nanoTime, length)) {
                request.getConnectionMetaData()
                        .getConnection()
                        .onIdleExpired(new TimeoutException("the client sends its body too slowly"));
            }
        }

        private void refuse(int status) {
            patience.end(this);
            Response.writeError(request, response, this, status);
        }

        /** The same request, with a body that is there. */
        Request whole() {
            Chunk content = length == 0
                    ? failure == null ? Chunk.EOF : failure
                    : Chunk.from(ByteBuffer.wrap(bytes, 0, length), failure == null);
            return new Whole(request, content, failure == null ? Chunk.EOF : failure);
        }

        @Override
        public void completed() {
            Budget paying = budget;
            if (paying != null) {
                paying.release(held);
            }
        }
    }

    /** A request whose body has been read. For one thread. */
    private static final class Whole extends Request.Wrapper {

        private @Nullable Chunk next;
        private final Chunk end;

        Whole(Request request, Chunk content, Chunk end) {
            super(request);
            this.next = content;
            this.end = end;
        }

        @Override
        public Chunk read() {
            Chunk chunk = next;
            next = null;
            return chunk == null ? end : chunk;
        }

        @Override
        public void demand(Runnable reader) {
            getContext().execute(reader);
        }
    }
}
