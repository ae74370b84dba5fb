package dev.flipswitch.cdi;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The container's own threads, where it has Jakarta Concurrency. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0">Jakarta Concurrency 3.0,
 *     section 3.4.4, the default ManagedThreadFactory</a>
 */
final class ManagedThreads {
    private static final String DEFAULT_FACTORY = "java:comp/DefaultManagedThreadFactory";

    private ManagedThreads() {}

    /** The application's default factory; empty where there is none. */
    @SuppressWarnings("BanJNDI") // a fixed name in the application's own directory, which the container fills
    static Optional<ThreadFactory> factory() {
        try {
            return Optional.<Object>ofNullable(InitialContext.doLookup(DEFAULT_FACTORY))
                    .filter(ThreadFactory.class::isInstance)
                    .map(ThreadFactory.class::cast);
        } catch (NamingException e) {
            return Optional.empty();
        }
    }
}
