package dev.flipswitch.sse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects a client's settings. Not thread-safe. */
public final class SseClientBuilder {
    final URI uri;
    final HttpClient http;
    final ScheduledExecutorService loop;
    final List<SseListener> listeners = new ArrayList<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    Duration headersTimeout = Duration.ofSeconds(10);
    Duration silenceTimeout = Duration.ofSeconds(45);
    int maxEventSize = 1024 * 1024;
    Backoff backoff = Backoff.standard();

    @Nullable
    Executor listenerExecutor;

    LongSupplier ticker = System::nanoTime;

    SseClientBuilder(URI uri, HttpClient http, ScheduledExecutorService loop, SseListener listener) {
        this.uri = Objects.requireNonNull(uri, "uri");
        this.http = Objects.requireNonNull(http, "http");
        this.loop = Objects.requireNonNull(loop, "loop");
        listener(listener);
    }

    /**
     * Adds another listener, which is told everything too.
     *
     * @param added told of everything that happens
     * @return this
     */
    public SseClientBuilder listener(SseListener added) {
        listeners.add(Objects.requireNonNull(added, "listener"));
        return this;
    }

    /**
     * Where listeners are called. Each takes one thread of it while calls wait for it. By default these are daemon
     * threads of the client's own, one for each listener that is busy, which end when they have been idle for 5 s, and
     * with the client. With {@code Runnable::run} listeners are called on the loop: at once, but one that blocks there
     * holds up the reading and everybody else on that loop.
     *
     * @param executor stays the caller's to shut down; once it refuses, nothing more is told
     * @return this
     */
    public SseClientBuilder listenerExecutor(Executor executor) {
        listenerExecutor = Objects.requireNonNull(executor, "listenerExecutor");
        return this;
    }

    /**
     * Adds headers to each request. They may hold credentials, so a redirect to another origin is followed without
     * them.
     *
     * @param added names and values
     * @return this
     * @throws IllegalArgumentException if one can't be sent; the message does not hold its value
     */
    public SseClientBuilder headers(Map<String, String> added) {
        added.forEach(SseClientBuilder::check);
        headers.putAll(added);
        return this;
    }

    /** shim */
    public SseClientBuilder headers(java.util.function.Supplier<Map<String, String>> h) {
        return headers(h.get());
    }

    /**
     * How long to wait for the answer's headers.
     *
     * @param timeout positive; 10 s by default
     * @return this
     */
    public SseClientBuilder headersTimeout(Duration timeout) {
        headersTimeout = positive("headersTimeout", timeout);
        return this;
    }

    /**
     * After how long without a single byte an open stream counts as dead.
     *
     * @param timeout positive; 45 s by default, three of the Flipswitch server's heartbeats
     * @return this
     */
    public SseClientBuilder silenceTimeout(Duration timeout) {
        silenceTimeout = positive("silenceTimeout", timeout);
        return this;
    }

    /**
     * How much of one event to hold: its data, type and id in bytes, with the line under way. A bigger event is
     * dropped, and the listener told.
     *
     * @param bytes positive; 1 MiB by default
     * @return this
     */
    public SseClientBuilder maxEventSize(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("maxEventSize must be positive; got " + bytes);
        }
        maxEventSize = bytes;
        return this;
    }

    /**
     * How long to wait before another attempt. It starts over once a stream has been open for a minute.
     *
     * @param first the policy's first stage; 1 s, doubling to 30 s, by default
     * @return this
     */
    public SseClientBuilder backoff(Backoff first) {
        backoff = Objects.requireNonNull(first, "backoff");
        return this;
    }

    /** What measures time, in nanoseconds. */
    SseClientBuilder ticker(LongSupplier nanos) {
        ticker = nanos;
        return this;
    }

    private static void check(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the header " + name + " or its value can't be sent");
        }
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
