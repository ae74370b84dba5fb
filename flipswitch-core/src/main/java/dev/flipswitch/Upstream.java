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
 * @param closing lets go of what only the provider uses
 */
record Upstream(
        FlagEvaluator flags,
        BiFunction<ApplicationFlags, UpdateSource.Listener, UpdateSource> updates,
        Runnable closing) {

    /** Connects nothing yet; offline not even an HTTP client is made. */
    static Upstream of(ProviderSettings settings, HttpSettings http, ProviderThreads threads) {
        OfflineFlags offline = settings.offlineFlags();
        if (offline != null) {
            return new Upstream(
                    offline, (application, listener) -> new NoUpdates(offline, threads, listener), () -> {});
        }
        boolean isOwn = http.client() == null; // else it is the application's
        ReleasableHttpClient client = new ReleasableHttpClient(http.newClient(threads.workers()));
        EvaluationWatch flags =
                new EvaluationWatch(new OfrepClient(client, settings.baseUrl(), settings::headers), threads, settings);
        return new Upstream(
                flags,
                (application, listener) -> {
                    flags.tell(listener, application);
                    return UpdateSources.of(settings, client, threads, application, listener);
                },
                () -> {
                    HttpClient released = client.release();
                    if (released != null && isOwn) {
                        HttpClients.close(released);
                    }
                });
    }
}
