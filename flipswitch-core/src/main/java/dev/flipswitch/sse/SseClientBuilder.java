package dev.flipswitch.sse;

import dev.flipswitch.messages.ShownUrl;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects a client's settings; each {@link #build()} makes a client of its own. Not thread-safe. */
public final class SseClientBuilder {
    final URI uri;
    final HttpClient http;
    final ScheduledExecutorService loop;
    final List<SseListener> listeners = new ArrayList<>();
    final Map<String, String> headers = new LinkedHashMap<>();

    @Nullable
    Supplier<Map<String, String>> suppliedHeaders;

    Duration headersTimeout = Duration.ofSeconds(10);

    @Nullable
    Duration silenceTimeout;

    int maxEventSize = 1024 * 1024;
    int mostWaiting = ListenerDispatcher.MOST_WAITING;
    Runnable onBytes = () -> {};
    String shownUrl;
    String wrongUrlRemedy = "check the URL";
    Backoff backoff = Backoff.standard();

    @Nullable
    Executor listenerExecutor;

    LongSupplier ticker = System::nanoTime;

    SseClientBuilder(URI uri, HttpClient http, ScheduledExecutorService loop, SseListener listener) {
        this.uri = Objects.requireNonNull(uri, "uri");
        this.shownUrl = ShownUrl.of(uri);
        this.http = followingNothing(Objects.requireNonNull(http, "http"));
        this.loop = Objects.requireNonNull(loop, "loop");
        listener(listener);
    }

    /**
     * Adds another listener, which is notified of everything, too.
     *
     * @param added notified of everything that happens
     * @return this
     */
    public SseClientBuilder listener(SseListener added) {
        listeners.add(Objects.requireNonNull(added, "listener"));
        return this;
    }

    /**
     * Where listeners are called. Each takes one thread of it while calls wait for it. By default these are daemon
     * threads of the client's own, one for each listener that is busy. They end when they have been idle for 5 s, and
     * with the client. With {@code Runnable::run} listeners are called on the loop: at once, but one that blocks there
     * holds up the reading and everybody else on that loop.
     *
     * @param executor stays the caller's to shut down; while it refuses, nobody is notified, and the reading goes on
     * @return this
     */
    public SseClientBuilder listenerExecutor(Executor executor) {
        listenerExecutor = Objects.requireNonNull(executor, "listenerExecutor");
        return this;
    }

    /**
     * How many calls may wait for a listener that is slower than the stream. <strong>If more would, all events that wait
     * are lost to it</strong>: {@link SseListener#onEventDropped()} is called in their place. So it is if what waits is
     * bigger than 4 MiB and four of the biggest events.
     *
     * @param calls for each listener, at least 2; 1024 by default
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public SseClientBuilder mostWaiting(int calls) {
        if (calls < 2) {
            throw new IllegalArgumentException("mostWaiting must be at least 2; got " + calls);
        }
        mostWaiting = calls;
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
        added.forEach(CallerHeaders::check);
        headers.putAll(added);
        return this;
    }

    /**
     * Has headers asked for anew at each attempt, such as a key that is replaced while the client runs. They are sent
     * beside the fixed ones, and instead of those of the same name. While the server refuses them (401, 403) the
     * supplier is asked every second. Once it gives others, the client connects at once. Each time the server refuses
     * these too, that second doubles, up to a minute. Headers that differ at each call, such as a token minted anew, do
     * not count as others. A supplier that throws, or gives what can't be sent, makes the attempt fail.
     *
     * @param supplier called on the loop, which it must not hold up; replaces an earlier one
     * @return this
     */
    public SseClientBuilder headers(Supplier<Map<String, String>> supplier) {
        suppliedHeaders = Objects.requireNonNull(supplier, "headers");
        return this;
    }

    /**
     * How long an attempt may take until the headers of a stream are there: resolving the name, connecting and
     * redirects included.
     *
     * @param timeout from 1 ms to 24 h; 10 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public SseClientBuilder headersTimeout(Duration timeout) {
        headersTimeout = Durations.check("headersTimeout", timeout);
        return this;
    }

    /**
     * After how long without a single byte an open stream counts as dead.
     *
     * @param timeout from 1 ms to 24 h. By default it is three of the heartbeats that the server names in the header
     *     {@code X-Flipswitch-Heartbeat} (in milliseconds), at least 10 s. If the server names none, it is 45 s
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public SseClientBuilder silenceTimeout(Duration timeout) {
        silenceTimeout = Durations.check("silenceTimeout", timeout);
        return this;
    }

    /**
     * What to call each time bytes arrive, comments and heartbeats included, and when a stream opens: to measure how long
     * ago that was.
     *
     * @param listener called on the loop; must neither block nor throw
     * @return this
     */
    public SseClientBuilder onBytes(Runnable listener) {
        onBytes = Objects.requireNonNull(listener, "onBytes");
        return this;
    }

    /**
     * How failures name the stream. By default they do by its URL without user information and query, either of which may
     * be a secret.
     *
     * @param shownUrl what they show of the URL
     * @param wrongUrlRemedy what they advise where a wrong URL is a likely cause; "check the URL" by default
     * @return this
     */
    public SseClientBuilder failuresSay(String shownUrl, String wrongUrlRemedy) {
        this.shownUrl = Objects.requireNonNull(shownUrl, "shownUrl");
        this.wrongUrlRemedy = Objects.requireNonNull(wrongUrlRemedy, "wrongUrlRemedy");
        return this;
    }

    /**
     * How many bytes the data of one event may have, its lines joined; as many may its type and its id. A bigger event is
     * dropped, and the listener notified. What the standard ignores, such as comments, does not count.
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
     * How long to wait before another attempt. It starts over once a stream has brought
     * something and has been open for 5 s.
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

    /**
     * Builds the client, which connects when it is started.
     *
     * @return the client
     */
    public SseClient build() {
        return new SseClient(this);
    }

    private static HttpClient followingNothing(HttpClient http) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("http must not follow redirects itself, since it would carry the headers"
                    + " to other origins; got followRedirects " + http.followRedirects());
        }
        return http;
    }
}
