package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.ProviderEvent;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for a provider that has been registered. Thread-safe. */
final class StartupWaiter {
    private static final System.Logger LOG = System.getLogger(StartupWaiter.class.getName());

    private final Client client;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Consumer<EventDetails> ready = this::becameReady;
    private final Consumer<EventDetails> failed = this::hasFailed;

    StartupWaiter(Client client) {
        this.client = client;
        client.onProviderReady(ready);
        client.onProviderError(failed);
    }

    @SuppressWarnings("UnusedVariable") // as the SDK wants it
    private void becameReady(EventDetails event) {
        ended.countDown();
    }

    private void hasFailed(EventDetails event) {
        LOG.log(Level.WARNING, Messages.startedWithout(String.valueOf(event.getMessage())));
        ended.countDown();
    }

    /** Waits until the provider is ready, or has failed, or the time is over, and no longer listens then. */
    void await(Duration limit) {
        try {
            if (!ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.log(
                        Level.WARNING,
                        Messages.startsSlowly(
                                String.valueOf(client.getMetadata().getDomain())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.removeHandler(ProviderEvent.PROVIDER_READY, ready);
            client.removeHandler(ProviderEvent.PROVIDER_ERROR, failed);
        }
    }
}
