package dev.flipswitch;

import dev.flipswitch.update.FlagKeySet;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.ProviderEventDetails;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** Emits a provider's events, and waits until the SDK has taken each. Thread-safe. */
final class OpenFeatureEmitter implements OpenFeatureNotifier.Emitter {
    private final EventProvider provider;

    OpenFeatureEmitter(EventProvider provider) {
        this.provider = provider;
    }

    @Override
    public void ready() {
        emitting(() -> provider.emitProviderReady(details().build()).await());
    }

    @Override
    public void stale() {
        emitting(() -> provider.emitProviderStale(
                        details().message("the flag server can't be heard").build())
                .await());
    }

    @Override
    public void changed(FlagKeySet change) {
        List<String> keys = change.flagKeys().stream().sorted().toList();
        emitting(() -> provider.emitProviderConfigurationChanged(
                        details().flagsChanged(keys).build())
                .await());
    }

    private static ProviderEventDetails.ProviderEventDetailsBuilder<?, ?> details() {
        return ProviderEventDetails.builder();
    }

    private static void emitting(Runnable emission) {
        try {
            emission.run();
        } catch (RejectedExecutionException e) {
            // shut down meanwhile: the SDK's emitter has ended, and nobody wants to know any more
        }
    }
}
