package dev.flipswitch.servlet;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.ProviderEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells that flags among the listed ones may have changed. It listens to the client's provider, whichever that is at the
 * time; the order of such notifications does not matter, since they carry no values. Thread-safe.
 */
final class PublicFlagListener implements AutoCloseable {
    private final Client client;
    private final List<String> flags;
    private final Runnable changed;
    private final Consumer<EventDetails> onChange = this::onChange;
    private final Consumer<EventDetails> onReady;

    PublicFlagListener(Client client, List<String> flags, Runnable changed) {
        this.client = client;
        this.flags = flags;
        this.changed = changed;
        this.onReady = ready -> changed.run(); // perhaps another provider
    }

    void start() {
        client.onProviderConfigurationChanged(onChange);
        client.onProviderReady(onReady);
    }

    /** With a handler that does nothing: OpenFeature fails where it has none, as after its own shutdown. */
    @Override
    public void close() {
        Consumer<EventDetails> nothing = event -> {};
        client.onProviderConfigurationChanged(nothing);
        client.removeHandler(ProviderEvent.PROVIDER_CONFIGURATION_CHANGED, nothing);
        client.removeHandler(ProviderEvent.PROVIDER_CONFIGURATION_CHANGED, onChange);
        client.removeHandler(ProviderEvent.PROVIDER_READY, onReady);
    }

    private void onChange(EventDetails event) {
        List<String> named = event.getFlagsChanged();
        if (named == null || named.isEmpty() || named.stream().anyMatch(flags::contains)) {
            changed.run();
        }
    }
}
