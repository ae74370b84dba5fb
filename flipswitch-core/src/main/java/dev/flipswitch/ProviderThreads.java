package dev.flipswitch;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The two threads of a provider, both daemons: one for the stream and timers, one for announcements. They start when
 * there is something to do. Thread-safe.
 */
final class ProviderThreads {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofMillis(100);

    private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1, named("flipswitch-stream"));
    private final ExecutorService announcements =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("flipswitch-events"));

    ProviderThreads() {
        loop.setRemoveOnCancelPolicy(true);
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ScheduledExecutorService loop() {
        return loop;
    }

    ExecutorService announcements() {
        return announcements;
    }

    /** Runs something a moment later, unless the provider is shut down first. */
    void soon(Runnable task) {
        try {
            var unused = loop.schedule(task, SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // shut down meanwhile
        }
    }

    /** Lets the loop do what it was told to (close the stream), and stops. */
    void shutdown() {
        loop.shutdown();
        announcements.shutdownNow();
    }

    /**
     * An HTTP client for HTTP/1.1, with which a broken connection is never handed out again and clear text needs no
     * upgrade. Its selector thread inherits the context class loader, so it gets one that no application's life hangs
     * on.
     */
    HttpClient newHttpClient() {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
