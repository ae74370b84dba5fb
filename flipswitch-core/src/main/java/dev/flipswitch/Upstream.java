package dev.flipswitch;

import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.OfrepClient;
import java.net.http.HttpClient;
import java.util.function.BiFunction;

/**
 * Where a provider's flags are from: a flag server, or what it was given. Immutable.
 *
 * @param flags answers questions
 * @param updates makes what brings news
 */
record Upstream(FlagEvaluator flags, BiFunction<ApplicationFlags, UpdateSource.Listener, UpdateSource> updates) {

    /** Connects nothing yet; offline not even an HTTP client is made. */
    static Upstream of(ProviderSettings settings, ProviderThreads threads) {
        OfflineFlags offline = settings.offlineFlags();
        if (offline != null) {
            return new Upstream(offline, (application, listener) -> new NoUpdates(offline, threads, listener));
        }
        HttpClient http = settings.http().newClient(threads.workers());
        return new Upstream(
                new OfrepClient(http, settings.baseUrl(), settings::headers),
                (application, listener) -> UpdateSources.of(settings, http, threads, application, listener));
    }
}
