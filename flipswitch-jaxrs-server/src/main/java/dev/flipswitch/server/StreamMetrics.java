package dev.flipswitch.server;

import dev.flipswitch.server.broadcast.EndReason;
import dev.flipswitch.server.events.StreamObserver;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.operations.Metrics;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows in the metrics how event streams fare. Thread-safe.
 *
 * @param metrics where
 */
record StreamMetrics(Metrics metrics) implements StreamObserver {

    @Override
    public void delivered(Environment environment, int streams, Duration sinceCommit) {
        metrics.delivered(environment, streams, sinceCommit);
    }

    @Override
    public void collapsed(Environment environment) {
        metrics.collapsed(environment);
    }

    @Override
    public void ended(Environment environment, EndReason ending) {
        metrics.dropped(environment, ending.name().toLowerCase(Locale.ROOT));
    }
}
