package dev.flipswitch.server.operations;

import dev.flipswitch.server.flags.Environment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The server's own figures, each with few labels of few values: environments, and words from this code. Nothing that a
 * request holds becomes a label. Thread-safe; counting takes no lock.
 */
public final class Metrics implements AutoCloseable {

    private static final Duration[] LATENCIES = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private record Evaluations(Environment environment, String request, String outcome) {}

    private record Requests(Resource resource, int hundreds) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Evaluations, Counter> evaluations = new ConcurrentHashMap<>();
    private final Map<Requests, Timer> requests = new ConcurrentHashMap<>();

    /** Begins at zero. */
    public Metrics() {}

    /**
     * Counts an evaluation.
     *
     * @param environment whose flags
     * @param request what was asked for: one flag or all
     * @param outcome the reason or the error code
     */
    public void evaluated(Environment environment, String request, String outcome) {
        evaluations
                .computeIfAbsent(new Evaluations(environment, request, outcome), this::counter)
                .increment();
    }

    /**
     * Counts events that were handed to streams.
     *
     * @param environment whose
     * @param events how many
     */
    public void broadcast(Environment environment, int events) {
        registry.counter("flipswitch.broadcasts", "environment", label(environment))
                .increment(events);
    }

    /**
     * Counts what streams were sent, and how long it took.
     *
     * @param environment whose
     * @param streams how many got the event
     * @param sinceCommit from the change to the last write
     */
    public void delivered(Environment environment, int streams, Duration sinceCommit) {
        registry.counter("flipswitch.events.sent", "environment", label(environment))
                .increment(streams);
        Timer.builder("flipswitch.delivery")
                .description("from a change to the write of its event to the last stream that could take it")
                .tag("environment", label(environment))
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(sinceCommit);
    }

    /**
     * Counts that what waited for a slow stream became one event.
     *
     * @param environment whose
     */
    public void collapsed(Environment environment) {
        registry.counter("flipswitch.events.collapsed", "environment", label(environment))
                .increment();
    }

    /**
     * Counts streams that ended.
     *
     * @param environment whose
     * @param reason why
     */
    public void dropped(Environment environment, String reason) {
        registry.counter("flipswitch.streams.dropped", "environment", label(environment), "reason", reason)
                .increment();
    }

    /**
     * Counts a wrong credential.
     *
     * @param credential what it was to be
     */
    public void refused(String credential) {
        registry.counter("flipswitch.credentials.refused", "credential", credential)
                .increment();
    }

    /**
     * Shows how many event streams are open.
     *
     * @param environment whose
     * @param streams counts them
     */
    public void connections(Environment environment, IntSupplier streams) {
        Gauge.builder("flipswitch.connections", streams, IntSupplier::getAsInt)
                .strongReference(true)
                .description("event streams that are open")
                .tag("environment", label(environment))
                .register(registry);
    }

    /**
     * Shows whether the database is there.
     *
     * @param database asks
     */
    public void database(Availability database) {
        Gauge.builder("flipswitch.database.up", database, asked -> asked.isAvailable() ? 1 : 0)
                .description("1 while the database answers")
                .strongReference(true)
                .register(registry);
    }

    /**
     * Records a call to the database.
     *
     * @param operation the store's method
     * @param failed whether it threw
     * @param nanos how long it took
     */
    public void stored(String operation, boolean failed, long nanos) {
        Timer.builder("flipswitch.database")
                .description("calls of the store")
                .tag("operation", operation)
                .tag("outcome", failed ? "error" : "success")
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    void answered(Resource resource, int status, long nanos) {
        requests.computeIfAbsent(new Requests(resource, status / 100), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    String scrape(String accepted) {
        return registry.scrape(accepted);
    }

    private Counter counter(Evaluations labels) {
        return Counter.builder("flipswitch.evaluations")
                .description("answered evaluations by reason or error code")
                .tag("environment", label(labels.environment()))
                .tag("request", labels.request())
                .tag("outcome", labels.outcome())
                .register(registry);
    }

    private Timer timer(Requests labels) {
        return Timer.builder("flipswitch.requests")
                .description("HTTP requests, without event streams that were opened")
                .tag("resource", labels.resource().name().toLowerCase(Locale.ROOT))
                .tag("status", labels.hundreds() + "xx")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
    }

    private static String label(Environment environment) {
        return environment.project() + "/" + environment.key();
    }

    @Override
    public void close() {
        registry.close();
    }
}
