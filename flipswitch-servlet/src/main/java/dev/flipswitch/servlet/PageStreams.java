package dev.flipswitch.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The event streams of all open pages. However many there are, a few threads write to them. Thread-safe; its threads end
 * when it is closed.
 */
final class PageStreams implements AutoCloseable {
    private static final int WRITERS = 4;
    private static final Duration WRITER_IDLE = Duration.ofSeconds(10);

    private final int limit;
    private final ThreadPoolExecutor writers;
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
        writers = new ThreadPoolExecutor(
                WRITERS,
                WRITERS,
                WRITER_IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                daemons("flipswitch-pages-writer"));
        writers.allowCoreThreadTimeOut(true);
        heart = Executors.newSingleThreadScheduledExecutor(daemons("flipswitch-pages-heartbeat"));
        heart.scheduleWithFixedDelay(
                () -> streams.forEach(PageStream::beat),
                heartbeat.toMillis(),
                heartbeat.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemons(String name) {
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
        writers.shutdownNow();
    }
}
