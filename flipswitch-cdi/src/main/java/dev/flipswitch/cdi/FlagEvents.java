package dev.flipswitch.cdi;

import dev.flipswitch.ApiKeyRotation;
import dev.flipswitch.FlagChange;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.messages.Messages;
import dev.flipswitch.sse.SseStatus;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Fires CDI events for what a provider announces. Synchronous and asynchronous observers hear of it from a listener of their
 * own each: in order, the next event when the last one has been observed. So neither holds up the other, and what waits for
 * one that is slow is bounded by the provider. Thread-safe.
 */
final class FlagEvents implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FlagEvents.class.getName());

    private static final Annotation[] UNQUALIFIED = {};

    private final Event<Object> events;
    private final Instance<RequestContextController> requestContexts;
    private final BeanManager beans;
    private final CompletableFuture<Object> closed = new CompletableFuture<>();

    /** Something to fire, and how. */
    private interface Firing {
        void fire(Object event, Annotation... qualifiers);
    }

    /**
     * Events that nobody has been notified of.
     *
     * @param events fires them
     * @param requestContexts make a request context for synchronous observers; asynchronous ones have the container's
     * @param beans name the observers
     */
    FlagEvents(Event<Object> events, Instance<RequestContextController> requestContexts, BeanManager beans) {
        this.events = events;
        this.requestContexts = requestContexts;
        this.beans = beans;
    }

    /** Fires what the application's own provider announces from now on. */
    void listenTo(FlipswitchProvider provider) {
        listenTo(provider, "");
        listenTo(provider, this::fire);
        listenTo(provider, this::fireAsync);
    }

    /** Fires the changes that a provider announces from now on; the domain is empty for the application's own. */
    void listenTo(FlipswitchProvider provider, String domain) {
        provider.addFlagChangeListener(change -> fire(this::fire, change, domain));
        provider.addFlagChangeListener(change -> fire(this::fireAsync, change, domain));
    }

    private static void listenTo(FlipswitchProvider provider, Firing firing) {
        provider.addSseStatusListener((SseStatus status) -> firing.fire(new SseStatusChanged(status), UNQUALIFIED));
        provider.addApiKeyRotationListener(
                (ApiKeyRotation rotation) -> firing.fire(new ApiKeyRotated(rotation), UNQUALIFIED));
    }

    private static void fire(Firing firing, FlagChange change, String domain) {
        firing.fire(new FlagChanged(change, domain), FlagKey.Literal.of(change.key(), domain));
    }

    /**
     * Fires what another provider announces by PROVIDER_CONFIGURATION_CHANGED, on this thread: without values, in no promised
     * order. Asynchronous observers are notified when the others have been.
     *
     * @param flagsChanged the flags that it names; if none, any may have changed
     * @param used the flags that the application is known to use, announced where the provider names none
     * @param domain the provider's; empty for the application's own
     */
    void configurationChanged(Collection<String> flagsChanged, Collection<String> used, String domain) {
        List<FlagChange> changes = (flagsChanged.isEmpty() ? used : flagsChanged)
                .stream().map(FlagChange::of).toList();
        changes.forEach(change -> fire(this::fire, change, domain));
        changes.forEach(change -> fire(this::fireAsync, change, domain));
    }

    private void fire(Object event, Annotation... qualifiers) {
        RequestContextController requestContext = requestContexts.get();
        boolean activated = requestContext.activate();
        try {
            events.select(qualifiers).fire(event);
        } catch (RuntimeException | LinkageError e) {
            observerFailed(event, e, qualifiers);
        } finally {
            if (activated) {
                requestContext.deactivate();
            }
            requestContexts.destroy(requestContext);
        }
    }

    /** Waits until all asynchronous observers have returned, or nothing is to be announced any more. */
    private void fireAsync(Object event, Annotation... qualifiers) {
        CompletableFuture<Object> observed =
                events.select(qualifiers).fireAsync(event).toCompletableFuture();
        try {
            var unused = CompletableFuture.anyOf(observed, closed).join();
        } catch (CompletionException | CancellationException e) {
            Throwable[] failures = e.getSuppressed();
            if (failures.length == 0) {
                observerFailed(event, e.getCause() == null ? e : e.getCause(), qualifiers);
            }
            for (Throwable failure : failures) {
                observerFailed(event, failure, qualifiers);
            }
        }
    }

    private void observerFailed(Object event, Throwable failure, Annotation... qualifiers) {
        String observer = FailedObserver.describe(failure, beans.resolveObserverMethods(event, qualifiers));
        LOG.log(Level.ERROR, Messages.observerFailed(observer, describe(event)), failure);
    }

    private static String describe(Object event) {
        return event instanceof FlagChanged changed
                ? "FlagChanged of the flag '" + changed.key() + "'"
                : event.getClass().getSimpleName();
    }

    /** Waits for no asynchronous observer any more. */
    @Override
    public void close() {
        closed.complete(this);
    }
}
