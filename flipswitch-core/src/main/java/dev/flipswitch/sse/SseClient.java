package dev.flipswitch.sse;

import dev.flipswitch.http.Location;
import dev.flipswitch.messages.ShownUrl;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one event stream open: connects, reads, notices its death, waits, connects again, with the last event id.
 * Thread-safe: all of its state belongs to the given single-threaded executor, and its methods may be called from any
 * thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model">WHATWG HTML,
 *     section 9.2.3, processing model</a>
 */
public final class SseClient implements AutoCloseable {
    /** A stream that has lived so long was no mistake, whoever ended it: a proxy may end each one after 10 s. */
    private static final Duration LIVED = Duration.ofSeconds(5);

    private final HttpClient http;
    private final ScheduledExecutorService loop;
    private final URI uri;
    private final String shownUrl;
    private final String wrongUrlRemedy;
    private final CallerHeaders headers;
    private final Duration headersTimeout;
    private final @Nullable Duration silenceTimeout;
    private final int maxEventSize;
    private final ListenerDispatcher listeners;
    private final Runnable onBytes;

    private final LongSupplier ticker;
    private final AtomicBoolean reconnectAsked = new AtomicBoolean();

    private volatile boolean closed;
    private volatile @Nullable SseConnection connection;
    private volatile @Nullable ScheduledFuture<?> retry;
    private volatile Optional<Duration> heartbeat = Optional.empty();

    // confined to the loop
    private final ReconnectDelays delays;
    private String lastEventId = "";
    private boolean started;
    private long attemptBeganAtNanos;
    private Map<String, String> sent = Map.of();

    SseClient(SseClientBuilder builder) {
        this.http = builder.http;
        this.loop = builder.loop;
        this.uri = builder.uri;
        this.shownUrl = builder.shownUrl;
        this.wrongUrlRemedy = builder.wrongUrlRemedy;
        this.headers = new CallerHeaders(builder.headers, builder.suppliedHeaders);
        this.headersTimeout = builder.headersTimeout;
        this.silenceTimeout = builder.silenceTimeout;
        this.maxEventSize = builder.maxEventSize;
        this.delays = new ReconnectDelays(
                builder.backoff, () -> ThreadLocalRandom.current().nextLong()); // seeded per thread
        this.listeners = new ListenerDispatcher(
                builder.listeners, builder.listenerExecutor, builder.maxEventSize, builder.mostWaiting);
        this.onBytes = builder.onBytes;
        this.ticker = builder.ticker;
    }

    /**
     * Begins to build a client.
     *
     * @param uri the stream's URL
     * @param http the client that connects, by HTTP/1.1. Its connect timeout, proxy, authenticator, TLS and executor
     *     apply. It stays the caller's and may serve many clients. It must not follow redirects itself, which is the
     *     default
     * @param loop a single-threaded executor, which stays the caller's to shut down and may serve many clients. It
     *     should {@linkplain java.util.concurrent.ScheduledThreadPoolExecutor#setRemoveOnCancelPolicy remove} what is
     *     cancelled, or timers of closed clients stay in its queue until they are due
     * @param listener notified of everything that happens; the builder takes more of them
     * @return a builder with the defaults
     * @throws IllegalArgumentException if {@code http} follows redirects
     */
    public static SseClientBuilder builder(
            URI uri, HttpClient http, ScheduledExecutorService loop, SseListener listener) {
        return new SseClientBuilder(uri, http, loop, listener);
    }

    /** Connects for the first time. A second call does nothing. */
    public void start() {
        onLoop(() -> {
            if (!started) {
                started = true;
                connect();
            }
        });
    }

    /**
     * Connects anew at once: also during a wait, and after a server has asked not to be connected to again. A stream that
     * is open is given up for it. However often this is called, one attempt is made, none if one is under way. Before
     * the start and after the close it does nothing. May be called from any thread.
     */
    public void reconnect() {
        if (!reconnectAsked.getAndSet(true)) {
            onLoop(this::reconnectNow);
        }
    }

    private void reconnectNow() {
        reconnectAsked.set(false);
        SseConnection current = connection;
        if (!started || (current != null && !current.isOpen())) {
            return;
        }
        release();
        connection = null;
        connect();
    }

    /**
     * Closes the stream and attempts nothing any more; no listener is notified any more, but one that is being called
     * something is not interrupted. Returns at once, in any state, from any thread, also from within a listener; may be
     * called more than once.
     */
    @Override
    public void close() {
        closed = true;
        listeners.close();
        release();
    }

    /**
     * How often the server shows life on a stream that is idle, as it said when the last stream was opened
     * ({@code X-Flipswitch-Heartbeat}, in milliseconds).
     *
     * @return empty if there was no stream yet, or it did not say
     */
    public Optional<Duration> heartbeat() {
        return heartbeat;
    }

    private void release() {
        ScheduledFuture<?> waiting = retry;
        if (waiting != null) {
            waiting.cancel(false);
        }
        SseConnection current = connection;
        if (current != null) {
            current.abandon();
        }
    }

    private void connect() {
        listeners.dispatch(new ListenerCall.Connecting());
        if (closed) {
            return;
        }
        attemptBeganAtNanos = ticker.getAsLong();
        Target first = Target.first(uri);
        try {
            sent = headers.current();
        } catch (IllegalArgumentException e) { // whose message is meant to be shown
            ended(first, ConnectResult.none(String.valueOf(e.getMessage())), Life.NONE);
            return;
        }
        ask(first);
    }

    private void ask(Target target) {
        if (closed) {
            return;
        }
        Duration left = headersTimeout.minusNanos(ticker.getAsLong() - attemptBeganAtNanos);
        SseConnection next = new SseConnection(this, target, ticker, lastEventId, maxEventSize);
        connection = next;
        try {
            ConnectResult late = ConnectResult.late(headersTimeout);
            next.open(http, target.request(sent, lastEventId), left, late, silenceTimeout);
        } catch (RuntimeException | Error e) { // a URL that the HTTP client does not take; its executor, its proxies
            next.abandon();
            ended(target, ConnectResult.failed(e), Life.NONE);
        }
        if (closed) {
            release();
        }
    }

    // what a connection reports, on the loop

    void heard() {
        try {
            onBytes.run();
        } catch (RuntimeException | Error e) { // the caller's: whatever it is, the reading goes on
            ListenerDispatcher.logFailure(e);
        }
    }

    void opened(Optional<Duration> named) {
        heartbeat = named;
        delays.opened();
        listeners.dispatch(new ListenerCall.Opened());
    }

    void lastEventId(String id) {
        lastEventId = id;
    }

    void received(SseEvent event) {
        listeners.dispatch(new ListenerCall.Arrived(event));
    }

    void dropped() {
        listeners.dispatch(new ListenerCall.Dropped());
    }

    void serverAsksToWait(Duration time) {
        delays.serverAsks(time);
    }

    /** How long a stream was open, and whether it brought a byte. */
    record Life(Duration openFor, boolean brought) {
        /** There was none. */
        static final Life NONE = new Life(Duration.ofNanos(-1), false);

        boolean wasOpen() {
            return !openFor.isNegative();
        }
    }

    void ended(Target target, ConnectResult answer, Life life) {
        connection = null;
        if (answer instanceof ConnectResult.Redirect redirect) {
            ask(target.follow(redirect.to()));
        } else if (answer instanceof ConnectResult.Stop stop) {
            listeners.dispatch(new ListenerCall.Stopped(named(stop.failure(), target, false)));
        } else if (answer instanceof ConnectResult.Failed failed) {
            failed(target, failed, life);
        }
    }

    /** Says where it happened, and which setting may be wrong. */
    private SseFailure named(SseFailure failure, Target target, boolean suggestsWrongUrl) {
        boolean away = !Location.isSameOrigin(uri, target.uri());
        String elsewhere = away ? ", which redirects to " + ShownUrl.origin(target.uri()) : "";
        String remedy = suggestsWrongUrl ? "; " + wrongUrlRemedy : "";
        return new SseFailure(
                shownUrl + elsewhere + ": " + failure.message() + remedy, failure.httpStatus(), failure.isOrderly());
    }

    private void failed(Target target, ConnectResult.Failed answer, Life life) {
        if (life.brought() && life.openFor().compareTo(LIVED) >= 0) {
            delays.stable();
        }
        SseFailure failure = named(answer.failure(), target, answer.suggestsWrongUrl());
        Duration delay = delays.next(failure.isRefusal(), answer.retryAfter());
        listeners.dispatch(new ListenerCall.Failed(failure, life.wasOpen(), delay));
        if (failure.isRefusal() && headers.canChange()) {
            look(ticker.getAsLong() + delay.toNanos());
        } else {
            pause(delay, this::connect);
        }
    }

    /** Connects at the given time, or earlier, once there are other headers than those that were refused. */
    private void connectIfReplaced(long atNanos) {
        if (atNanos - ticker.getAsLong() <= 0) {
            connect();
        } else if (headers.haveReplaced(sent)) {
            delays.replaced();
            connect();
        } else {
            look(atNanos);
        }
    }

    /** Not at once: what has just been refused has hardly been replaced, unless it is other at each attempt. */
    private void look(long atNanos) {
        long left = Math.min(atNanos - ticker.getAsLong(), delays.look().toNanos());
        pause(Duration.ofNanos(Math.max(left, 0)), () -> connectIfReplaced(atNanos));
    }

    private void pause(Duration delay, Runnable then) {
        if (!closed) {
            retry = after(delay, then);
            if (closed) {
                release();
            }
        }
    }

    void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            close(); // the owner has shut the loop down: nothing can happen any more
        }
    }

    /** Runs something later; null if the loop is being shut down, which closes this client. */
    @Nullable
    ScheduledFuture<?> after(Duration delay, Runnable task) {
        try {
            return loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            close();
            return null;
        }
    }

    /** Says nothing of the URL or the headers, which may hold credentials. */
    @Override
    public String toString() {
        return "SseClient[closed=" + closed + "]";
    }
}
