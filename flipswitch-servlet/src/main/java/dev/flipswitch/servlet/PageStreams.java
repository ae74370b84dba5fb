package dev.flipswitch.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event streams of all open pages. However many there are, a few threads write to them. Thread-safe; its threads end
 * when it is closed.
 */
final class PageStreams implements AutoCloseable {
    private static final Duration WRITING_DEADLINE = Duration.ofSeconds(5);
    private static final int MOST_STUCK_WRITERS = 60;

    private final int limit;
    private final PageWriters writers = new PageWriters(WRITING_DEADLINE, MOST_STUCK_WRITERS);
    private final ScheduledExecutorService heart;
    private final Set<PageStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param limit how many streams may be open
     * @param heartbeat how often an idle one shows life
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a beat only leaves marks, it can't fail
    PageStreams(int limit, Duration heartbeat) {
        this.limit = limit;
        heart = Executors.newSingleThreadScheduledExecutor(daemons("flipswitch-pages-heartbeat"));
        heart.scheduleWithFixedDelay(
                () -> streams.forEach(PageStream::beat),
                heartbeat.toMillis(),
                heartbeat.toMillis(),
                TimeUnit.MILLISECONDS);
        heart.scheduleWithFixedDelay(writers::watch, 1, 1, TimeUnit.SECONDS);
    }

    static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Answers with an event stream, or with 503 where that can't be. */
    void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (closed || streams.size() >= limit) {
            refuse(response, Messages.tooManyPages(limit));
            return;
        }
        if (writers.areExhausted()) {
            refuse(response, Messages.writersExhausted(MOST_STUCK_WRITERS));
            return;
        }
        AsyncContext async;
        try {
            async = request.startAsync();
        } catch (IllegalStateException e) {
            Messages.noAsync(String.valueOf(e.getMessage()));
            refuse(response, "");
            return;
        }
        async.setTimeout(0);
        PageStream stream = new PageStream(async, response.getOutputStream(), writers, streams::remove);
        async.addListener(stream);
        streams.add(stream);
        stream.start();
        if (closed) {
            stream.end();
        }
    }

    private static void refuse(HttpServletResponse response, String reason) throws IOException {
        response.setHeader("Retry-After", "30");
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, reason);
    }

    /** Tells all pages that a flag may have changed. */
    void changed() {
        streams.forEach(PageStream::change);
    }

    int size() {
        return streams.size();
    }

    @Override
    public void close() {
        closed = true;
        heart.shutdownNow();
        streams.forEach(PageStream::end);
        writers.close();
    }
}
