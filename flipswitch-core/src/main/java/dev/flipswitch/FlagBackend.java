package dev.flipswitch;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.http.HttpClients;
import dev.flipswitch.http.ReleasableHttpClient;
import dev.flipswitch.offline.OfflineFlags;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.OfrepClient;
import dev.flipswitch.settings.HttpSettings;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.update.BulkSnapshot;
import dev.flipswitch.update.OfflineUpdateSource;
import dev.flipswitch.update.UpdateSource;
import dev.flipswitch.update.UpdateSourceFactory;
import java.net.http.HttpClient;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's flags are from: a flag server, or what it was given. Immutable.
 *
 * @param flags answers questions
 * @param updates makes the source of updates
 * @param closing lets go of what only the provider uses
 */
record FlagBackend(
        FlagEvaluator flags, BiFunction<BulkSnapshot, UpdateHandler, UpdateSource> updates, Runnable closing) {

    /** Connects nothing yet; offline not even an HTTP client is made. */
    static FlagBackend of(
            ProviderSettings settings, @Nullable OfflineFlags offline, HttpSettings http, ProviderThreads threads) {
        if (offline != null) {
            return new FlagBackend(
                    offline, (application, handler) -> new OfflineUpdateSource(offline, threads, handler), () -> {});
        }
        boolean isOwn = http.client() == null; // else it is the application's
        ReleasableHttpClient client = new ReleasableHttpClient(http.newClient(threads.workers()));
        EvaluationWatch flags =
                new EvaluationWatch(new OfrepClient(client, settings.baseUrl(), settings::headers), threads, settings);
        return new FlagBackend(
                flags,
                (application, handler) -> {
                    flags.report(handler, application);
                    return UpdateSourceFactory.of(settings, client, threads, application, handler);
                },
                () -> {
                    HttpClient released = client.release();
                    if (released != null && isOwn) {
                        HttpClients.close(released);
                    }
                });
    }
}
