package dev.flipswitch.servlet;

import dev.flipswitch.dispatch.WriterPool;
import dev.flipswitch.servlet.messages.Messages;
import dev.openfeature.sdk.EvaluationContext;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The event streams of all open pages. However many there are, a few threads evaluate flags for them, once for each user,
 * and a few write to them. Thread-safe; its threads end when it is closed.
 */
final class PageStreams implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PageStreams.class.getName());

    private static final Duration WRITING_DEADLINE = Duration.ofSeconds(5);
    private static final Duration WATCH = Duration.ofMillis(100);
    private static final int WRITERS = 4;
    private static final int MOST_STUCK_WRITERS = 60;

    /** So many requests at most does the flag server get at a time on behalf of pages. */
    private static final int EVALUATORS = 8;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final PagePlaces places;
    private final Function<EvaluationContext, PageValues> flags;
    private final WriterPool writers;
    private final UserNames names = new UserNames();
    private final ThreadPoolExecutor evaluators;
    private final ScheduledExecutorService heartbeats;
    private final Set<PageStream> streams = ConcurrentHashMap.newKeySet();
    private final Map<EvaluationContext, UserStreamGroup> audiences = new ConcurrentHashMap<>();
    private final AtomicBoolean toldOfAddress = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param places how many streams may be open
     * @param heartbeat how often an idle one shows life, and what could not be asked for is asked for again
     * @param flags evaluates the public flags for a user; may wait
     */
    PageStreams(PagePlaces places, Duration heartbeat, Function<EvaluationContext, PageValues> flags) {
        this(places, heartbeat, flags, writers(MOST_STUCK_WRITERS));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a beat only hands tasks on, it can't fail
    PageStreams(
            PagePlaces places, Duration heartbeat, Function<EvaluationContext, PageValues> flags, WriterPool writers) {
        this.places = places;
        this.flags = flags;
        this.writers = writers;
        evaluators = new ThreadPoolExecutor(
                EVALUATORS,
                EVALUATORS,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                daemons("flipswitch-pages-evaluator"));
        evaluators.allowCoreThreadTimeOut(true);
        heartbeats = Executors.newSingleThreadScheduledExecutor(daemons("flipswitch-pages-heartbeat"));
        heartbeats.scheduleWithFixedDelay(
                this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        heartbeats.scheduleWithFixedDelay(this::watch, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    static WriterPool writers(int mostStuck) {
        return new WriterPool(
                WRITERS,
                mostStuck,
                daemons("flipswitch-pages-writer"),
                () -> LOG.log(Level.WARNING, Messages.writersExhausted(mostStuck)));
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(PageStreams.class.getClassLoader()); // hooks are the application's
            return thread;
        };
    }

    private void beat() {
        streams.forEach(PageStream::beat);
        audiences.values().forEach(UserStreamGroup::retry);
    }

    private void watch() {
        long stuckSince = System.nanoTime() - WRITING_DEADLINE.toNanos();
        streams.forEach(stream -> stream.endIfWritingSince(stuckSince));
        writers.watch(stuckSince);
    }

    /** Answers with an event stream for a user who comes from an address, or with 503 where that can't be. */
    void open(HttpServletRequest request, HttpServletResponse response, EvaluationContext user, String address)
            throws IOException {
        if (writers.isExhausted()) {
            refuse(response, Messages.writersExhausted(writers.mostStuck()));
            return;
        }
        PagePlaces.Refusal refusal = closed ? PagePlaces.Refusal.ALL_TAKEN : places.take(address);
        switch (refusal) {
            case NONE -> openAt(request, response, user, address);
            case ALL_TAKEN -> refuse(response, Messages.tooManyPages(places.most()));
            case ALL_OF_ADDRESS_TAKEN -> {
                if (toldOfAddress.compareAndSet(false, true)) {
                    LOG.log(Level.WARNING, Messages.addressHasTooManyPages(address, places.mostPerAddress()));
                }
                refuse(response, Messages.tooManyPagesOfAddress(places.mostPerAddress()));
            }
        }
    }

    /** Whatever happens, the place is given back: here, or when the stream ends. */
    private void openAt(
            HttpServletRequest request, HttpServletResponse response, EvaluationContext user, String address)
            throws IOException {
        AsyncContext async;
        ServletOutputStream out;
        try {
            out = response.getOutputStream();
            async = request.startAsync();
        } catch (IllegalStateException e) {
            places.giveBack(address);
            LOG.log(Level.WARNING, Messages.noAsync(String.valueOf(e.getMessage())));
            refuse(response, "");
            return;
        } catch (IOException | RuntimeException e) {
            places.giveBack(address);
            throw e;
        }
        PageStream stream = new PageStream(async, out, writers, ended -> remove(ended, user, address));
        add(stream, user);
        try {
            async.setTimeout(0);
            async.addListener(stream);
            stream.start();
        } catch (RuntimeException e) {
            stream.end();
            throw e;
        }
        if (closed) {
            stream.end();
        }
    }

    private static void refuse(HttpServletResponse response, String reason) throws IOException {
        response.setHeader("Retry-After", "30");
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, reason);
    }

    private void add(PageStream stream, EvaluationContext user) {
        streams.add(stream);
        audiences.compute(user, (key, known) -> {
            UserStreamGroup audience =
                    known == null ? new UserStreamGroup(user, names.of(user), flags, evaluators) : known;
            audience.add(stream);
            return audience;
        });
    }

    private void remove(PageStream stream, EvaluationContext user, String address) {
        if (streams.remove(stream)) {
            places.giveBack(address);
        }
        audiences.computeIfPresent(user, (key, audience) -> audience.remove(stream) ? null : audience);
    }

    /** What users are called by their pages. */
    UserNames names() {
        return names;
    }

    /** Sends all pages what is new to them, as flags may have changed. */
    void changed() {
        audiences.values().forEach(UserStreamGroup::refresh);
    }

    int size() {
        return streams.size();
    }

    @Override
    public void close() {
        closed = true;
        heartbeats.shutdownNow();
        streams.forEach(PageStream::end);
        evaluators.shutdownNow();
        writers.close();
    }
}
