package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.settings.ProviderSettings;
import java.net.http.HttpClient;
import java.util.function.Consumer;

/** Chooses how updates come from the flag server. Stateless. */
public final class UpdateSourceFactory {
    private UpdateSourceFactory() {}

    public static UpdateSource of(
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            BulkSnapshot application,
            Consumer<Update> updates) {
        PollingSource polling = new PollingSource(settings.pollingInterval(), application, threads, updates);
        if (!settings.realtime()) {
            return polling;
        }
        return settings.pollingFallback()
                ? new FallbackSource(
                        consumer -> new RealtimeSource(settings, http, threads, consumer, application::eventStreams),
                        polling,
                        threads,
                        settings.pollingInterval(),
                        settings.maxSseRetries(),
                        updates)
                : new RealtimeSource(settings, http, threads, updates, application::eventStreams);
    }
}
