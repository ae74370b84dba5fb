package dev.flipswitch.cdi;

import dev.flipswitch.FlagChange;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvent;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * A provider and the OpenFeature domain that it is registered under while the application runs. Thread-safe.
 *
 * @param domain the domain's name
 * @param provider flipswitch's, or one of the application's choice
 * @param isGiven whether a bean has given the provider
 */
record DomainProvider(String domain, FeatureProvider provider, boolean isGiven) {
    private static final System.Logger LOG = System.getLogger(DomainProvider.class.getName());

    /** A domain that the application itself registers a provider for, as far as is known. */
    static DomainProvider unknown(String domain) {
        return new DomainProvider(domain, new NoOpProvider(), true);
    }

    Client client() {
        return OpenFeatureAPI.getInstance().getClient(domain);
    }

    /**
     * Registers the provider and waits until it is ready, or says that it can't be. Meanwhile the SDK's whole API is locked:
     * only for a provider that bounds its start.
     */
    void start() {
        warnIfTaken();
        try {
            OpenFeatureAPI.getInstance().setProviderAndWait(domain, provider);
        } catch (OpenFeatureError e) {
            LOG.log(Level.WARNING, Messages.startedWithout(String.valueOf(e.getMessage())));
        }
    }

    /** Registers the provider, which the SDK starts on a thread of its own: it is ready, or has failed, at the end. */
    StartupWaiter startBeside() {
        warnIfTaken();
        OpenFeatureAPI.getInstance().setProvider(domain, provider);
        return new StartupWaiter(client());
    }

    private void warnIfTaken() {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        FeatureProvider before = api.getProvider(domain);
        if (before != api.getProvider() && before.getClass() != NoOpProvider.class) {
            LOG.log(
                    Level.WARNING,
                    Messages.domainTaken(
                            domain, String.valueOf(before.getMetadata().getName())));
        }
    }

    /**
     * Takes the provider out of OpenFeature, which shuts it down; flipswitch's is down when this returns. Another one that has
     * taken its place in the meantime stays.
     */
    void stop() {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        if (api.getProvider(domain) == provider) {
            api.setProvider(domain, new NoOpProvider());
        }
        if (provider instanceof FlipswitchProvider) {
            provider.shutdown();
        }
    }

    /** Has somebody called after each change of a flag, until the result is closed. */
    FlagValue.Registration onChange(String key, Runnable listener) {
        if (provider instanceof FlipswitchProvider flipswitch) {
            Consumer<FlagChange> changes = change -> {
                if (change.key().equals(key)) {
                    listener.run();
                }
            };
            flipswitch.addFlagChangeListener(changes);
            return () -> flipswitch.removeFlagChangeListener(changes);
        }
        return onConfigurationChanged(flags -> {
            if (flags.isEmpty() || flags.contains(key)) {
                listener.run();
            }
        });
    }

    /**
     * Has somebody notified of what OpenFeature announces, until the result is closed: the flags that changed, or none if any may have.
     * In no promised order: the SDK runs its handlers on a pool.
     */
    FlagValue.Registration onConfigurationChanged(Consumer<Collection<String>> listener) {
        Client client = client();
        Consumer<EventDetails> changes = event -> {
            Collection<String> flags = event.getFlagsChanged();
            listener.accept(flags == null ? List.of() : flags);
        };
        client.onProviderConfigurationChanged(changes);
        return () -> {
            Consumer<EventDetails> nothing = event -> {}; // where it has none, as after its shutdown, OpenFeature fails
            client.onProviderConfigurationChanged(nothing);
            client.removeHandler(ProviderEvent.PROVIDER_CONFIGURATION_CHANGED, nothing);
            client.removeHandler(ProviderEvent.PROVIDER_CONFIGURATION_CHANGED, changes);
        };
    }
}
