package dev.flipswitch.cdi.concurrent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** Knows when the container is asked for a thread of flipswitch's own, which serves no request. Thread-safe. */
public final class InternalThreadMarker {
    private static final Set<Thread> ASKING = ConcurrentHashMap.newKeySet();

    private InternalThreadMarker() {}

    /**
     * Has a container's factory take no request's context along. To look for one would need OpenFeature's API, which is
     * locked while a provider starts and waits for these very threads. The container is asked on behalf of the application
     * that this thread belongs to.
     *
     * @param factory makes the threads
     * @return what makes the same ones for flipswitch
     */
    public static ThreadFactory by(ThreadFactory factory) {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        return task -> {
            Thread asking = Thread.currentThread(); // the HTTP client's own has no application
            ClassLoader before = asking.getContextClassLoader();
            asking.setContextClassLoader(application);
            ASKING.add(asking);
            try {
                return factory.newThread(task);
            } finally {
                ASKING.remove(asking);
                asking.setContextClassLoader(before);
            }
        };
    }

    /** Whether this thread is one, by its name: Open Liberty asks for its context when it begins to run. */
    static boolean isOne() {
        return Thread.currentThread().getName().startsWith("flipswitch-");
    }

    /** Whether this thread asks for one. */
    static boolean isAsking() {
        return ASKING.contains(Thread.currentThread());
    }
}
