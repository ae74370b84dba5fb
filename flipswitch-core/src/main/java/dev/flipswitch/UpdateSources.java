package dev.flipswitch;

import java.net.http.HttpClient;

/** Chooses how news comes from the flag server. Stateless. */
final class UpdateSources {
    private UpdateSources() {}

    static UpdateSource of(
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            ApplicationFlags application,
            UpdateSource.Listener listener) {
        PollingSource polling = new PollingSource(settings.pollingInterval(), application, threads, listener);
        if (!settings.realtime()) {
            return polling;
        }
        return settings.pollingFallback()
                ? new FallbackSource(
                        told -> new RealtimeSource(settings, http, threads, told, application::eventStreams),
                        polling,
                        threads,
                        settings.pollingInterval(),
                        settings.maxSseRetries(),
                        listener)
                : new RealtimeSource(settings, http, threads, listener, application::eventStreams);
    }
}
