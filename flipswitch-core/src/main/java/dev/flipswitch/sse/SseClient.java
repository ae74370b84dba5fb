package dev.flipswitch.sse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one event stream open: connects, reads, notices its death, waits, connects again, with the last event id. All
 * of its state belongs to the given single-threaded executor, on which the listener is called too; the public methods
 * may be called from any thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model">WHATWG HTML,
 *     section 9.2.3, processing model</a>
 */
public final class SseClient implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SseClient.class.getName());
    private static final Duration STABLE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final ScheduledExecutorService loop;
    private final URI uri;
    private final Map<String, String> headers;
    private final Duration headersTimeout;
    private final Duration silenceTimeout;
    private final Backoff initialBackoff;
    private final SseListener listener;

    private volatile boolean closed;

    // confined to the loop
    private Backoff backoff;
    private Backoff refusedBackoff = Backoff.refused();
    private String lastEventId = "";
    private @Nullable SseConnection connection;
    private @Nullable ScheduledFuture<?> retry;

    private SseClient(Builder builder) {
        this.http = builder.http;
        this.loop = builder.loop;
        this.uri = builder.uri;
        this.headers = Map.copyOf(builder.headers);
        this.headersTimeout = builder.headersTimeout;
        this.silenceTimeout = builder.silenceTimeout;
        this.initialBackoff = builder.backoff;
        this.backoff = builder.backoff;
        this.listener = builder.listener;
    }

    /**
     * Begins to build a client.
     *
     * @param uri the stream's URL
     * @param http the client that connects; its connect timeout applies
     * @param loop a single-threaded executor, which stays the caller's to shut down
     * @param listener told of everything that happens
     * @return a builder with the defaults
     */
    public static Builder builder(URI uri, HttpClient http, ScheduledExecutorService loop, SseListener listener) {
        return new Builder(uri, http, loop, listener);
    }

    /** Connects for the first time. To be called once. */
    public void start() {
        onLoop(this::connect);
    }

    /** Closes the stream and attempts nothing any more. May be called in any state, from any thread, more than once. */
    @Override
    public void close() {
        closed = true;
        onLoop(() -> {
            if (retry != null) {
                retry.cancel(false);
            }
            if (connection != null) {
                connection.abandon();
                connection = null;
            }
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        tell(listener::onConnecting);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .header("Cache-Control", "no-cache");
        headers.forEach(request::header);
        if (isHeaderValue(lastEventId)) {
            request.header("Last-Event-ID", lastEventId);
        }
        connection = new SseConnection(this, lastEventId);
        connection.open(http, request.build(), headersTimeout, silenceTimeout);
    }

    /** Whether an id can be sent back in a header: not empty, and only visible ASCII, as the JDK's client demands. */
    private static boolean isHeaderValue(String id) {
        return !id.isEmpty() && id.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    // what a connection reports, on the loop

    void opened() {
        refusedBackoff = Backoff.refused();
        tell(listener::onOpen);
    }

    void received(SseEvent event) {
        lastEventId = event.lastEventId();
        tell(() -> listener.onEvent(event));
    }

    void ended(SseFailure failure, Duration openFor) {
        connection = null;
        if (closed) {
            return;
        }
        if (openFor.compareTo(STABLE) >= 0) {
            backoff = initialBackoff;
        }
        Duration delay = nextDelay(failure);
        boolean wasOpen = !openFor.isNegative();
        tell(() -> listener.onFailure(failure, wasOpen, delay));
        if (!closed) {
            retry = loop.schedule(this::connect, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Duration nextDelay(SseFailure failure) {
        Duration delay;
        if (failure.isRefusal()) {
            delay = refusedBackoff.delay(ThreadLocalRandom.current());
            refusedBackoff = refusedBackoff.next();
        } else {
            delay = backoff.delay(ThreadLocalRandom.current());
            backoff = backoff.next();
        }
        return delay;
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "FLIP-CORE-0020: a listener of an event stream failed", e);
        }
    }

    void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            closed = true; // the owner has shut the loop down: nothing can happen any more
        }
    }

    ScheduledFuture<?> after(Duration delay, Runnable task) {
        return loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Says nothing of the URL or the headers, which may hold credentials. */
    @Override
    public String toString() {
        return "SseClient[closed=" + closed + "]";
    }

    /** Collects a client's settings. Not thread-safe. */
    public static final class Builder {
        private final URI uri;
        private final HttpClient http;
        private final ScheduledExecutorService loop;
        private final SseListener listener;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Duration headersTimeout = Duration.ofSeconds(10);
        private Duration silenceTimeout = Duration.ofSeconds(45);
        private Backoff backoff = Backoff.standard();

        private Builder(URI uri, HttpClient http, ScheduledExecutorService loop, SseListener listener) {
            this.uri = Objects.requireNonNull(uri, "uri");
            this.http = Objects.requireNonNull(http, "http");
            this.loop = Objects.requireNonNull(loop, "loop");
            this.listener = Objects.requireNonNull(listener, "listener");
        }

        /**
         * Adds headers to each request.
         *
         * @param added names and values
         * @return this
         */
        public Builder headers(Map<String, String> added) {
            headers.putAll(added);
            return this;
        }

        /**
         * How long to wait for the answer's headers.
         *
         * @param timeout positive; 10 s by default
         * @return this
         */
        public Builder headersTimeout(Duration timeout) {
            headersTimeout = positive("headersTimeout", timeout);
            return this;
        }

        /**
         * After how long without a single byte an open stream counts as dead.
         *
         * @param timeout positive; 45 s by default, three of the Flipswitch server's heartbeats
         * @return this
         */
        public Builder silenceTimeout(Duration timeout) {
            silenceTimeout = positive("silenceTimeout", timeout);
            return this;
        }

        /**
         * How long to wait before another attempt. It starts over once a stream has been open for a minute.
         *
         * @param first the policy's first stage; 1 s, doubling to 30 s, by default
         * @return this
         */
        public Builder backoff(Backoff first) {
            backoff = Objects.requireNonNull(first, "backoff");
            return this;
        }

        /**
         * Builds the client, which connects when it is started.
         *
         * @return the client
         */
        public SseClient build() {
            return new SseClient(this);
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be positive; got " + value);
            }
            return value;
        }
    }
}
