package dev.flipswitch.cdi;

import dev.flipswitch.cdi.concurrent.InternalThreadMarker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The container's own threads, where it has Jakarta Concurrency. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0">Jakarta Concurrency 3.0,
 *     section 3.4.4, the default ManagedThreadFactory</a>
 */
final class ManagedThreads {
    private static final Duration MOMENT = Duration.ofMillis(250);
    private static final String DEFAULT_FACTORY = "java:comp/DefaultManagedThreadFactory";

    private ManagedThreads() {}

    /** The application's default factory, for threads of flipswitch's own; empty where there is none. */
    @SuppressWarnings("BanJNDI") // a fixed name in the application's own directory, which the container fills
    static Optional<ThreadFactory> factory() {
        try {
            return Optional.<Object>ofNullable(InitialContext.doLookup(DEFAULT_FACTORY))
                    .filter(ThreadFactory.class::isInstance)
                    .map(ThreadFactory.class::cast)
                    .map(InternalThreadMarker::by)
                    .map(ManagedThreads::onceTheyRun);
        } catch (NamingException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes the container's threads as soon as these run, and plain ones until then: Open Liberty's wait until the
     * application has started, which itself waits for flags. Takes a moment to find out. Where the container refuses, as
     * once the application is going, plain ones take their place, too.
     */
    static ThreadFactory onceTheyRun(ThreadFactory managed) {
        CountDownLatch running = new CountDownLatch(1);
        try {
            Thread first = newThread(managed, running::countDown);
            first.setName("flipswitch-first");
            first.setDaemon(true);
            first.start();
            var unused = running.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return task -> running.getCount() == 0 ? newThread(managed, task) : new Thread(task);
    }

    private static Thread newThread(ThreadFactory managed, Runnable task) {
        try {
            @Nullable Thread thread = managed.newThread(task);
            return thread == null ? new Thread(task) : thread;
        } catch (RuntimeException e) {
            return new Thread(task);
        }
    }
}
