package dev.flipswitch.server;

import dev.flipswitch.server.broadcast.StreamLimits;
import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.config.StreamSettings;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.flags.ChangeListener;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.operations.Health;
import dev.flipswitch.server.operations.Metrics;
import dev.flipswitch.server.operations.TimingProxy;
import dev.flipswitch.server.security.AllowedOrigins;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.RateLimit;
import java.time.Clock;
import java.util.Optional;

/**
 * What operators look at, and the limits that they set. Thread-safe.
 *
 * @param metrics the figures
 * @param origins whose pages may ask
 * @param rateLimit how much each API key may ask
 * @param guesses who presents wrong credentials
 * @param metricsToken lets somebody read the figures who is no admin
 */
record OperatorServices(
        Metrics metrics, AllowedOrigins origins, RateLimit rateLimit, Guesses guesses, Optional<String> metricsToken)
        implements AutoCloseable {

    static OperatorServices of(Settings settings) {
        settings.stopTimeout();
        Metrics metrics = new Metrics();
        return new OperatorServices(
                metrics,
                new AllowedOrigins(settings.corsOrigins()),
                new RateLimit(settings.rateLimit()),
                new Guesses(credential -> metrics.refused(credential.id())),
                settings.secret("metrics-token"));
    }

    /** The same store, with its calls recorded. */
    FlagStore timed(FlagStore store) {
        return TimingProxy.of(FlagStore.class, store, metrics);
    }

    /** The same listener, with what it hears counted. */
    ChangeListener counted(ChangeListener listener) {
        return (environment, changes) -> {
            metrics.broadcast(environment, changes.size());
            listener.changed(environment, changes);
        };
    }

    /** Event streams, with what becomes of them counted. */
    EventStreams streams(StreamSettings settings) {
        return new EventStreams(
                new EventStreams.Timing(settings.heartbeat(), settings.writeTimeout()),
                new StreamLimits(
                        settings.maxConnections(),
                        settings.maxConnectionsPerKey(),
                        settings.maxConnectionsPerAddress()),
                Clock.systemUTC(),
                new StreamMetrics(metrics));
    }

    /** Shows what there is at any time: the streams, and whether the store answers. */
    Health watch(FlagService flags, EventStreams streams) {
        flags.projects().stream()
                .flatMap(project -> project.environments().stream())
                .forEach(environment -> metrics.connections(environment, () -> streams.count(environment)));
        Health health = new Health(flags::isStoreAvailable);
        metrics.database(health);
        return health;
    }

    @Override
    public void close() {
        metrics.close();
    }
}
