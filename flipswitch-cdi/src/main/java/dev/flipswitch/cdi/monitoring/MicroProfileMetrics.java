package dev.flipswitch.cdi.monitoring;

import dev.flipswitch.cdi.FlagChanged;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Metrics in MicroProfile's registry of the application; none where there is the API and nothing behind it. They are gone
 * with the application. Thread-safe.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-metrics-5.1.1/microprofile-metrics-spec-5.1.1.html">
 *     MicroProfile Metrics 5.1</a>
 */
@Singleton
class MicroProfileMetrics {
    private final Instance<MetricRegistry> registries;
    private final Monitored monitored;

    /** Asked for once, while the application starts: Payara knows it by the thread, and not on ours. */
    private volatile Optional<MetricRegistry> registry = Optional.empty();

    @Inject
    MicroProfileMetrics(Instance<MetricRegistry> registries, Monitored monitored) {
        this.registries = registries;
        this.monitored = monitored;
    }

    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) @Initialized(ApplicationScoped.class)
                    Object application) {
        registry = registries.isResolvable() ? Optional.of(registries.get()) : Optional.empty();
        registry.ifPresent(metrics -> {
            metrics.gauge(silence(), monitored, Monitored::silence, domain());
            metrics.counter(changes(), domain());
            metrics.timer(propagation(), domain());
        });
    }

    /** Before the application's observers, of which one may throw and end the event. */
    void count(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) FlagChanged changed) {
        registry.ifPresent(metrics -> {
            metrics.counter(changes(), domain()).inc();
            Monitored.propagation(changed).ifPresent(metrics.timer(propagation(), domain())::update);
        });
    }

    private Tag domain() {
        return new Tag("domain", monitored.domain());
    }

    private static Metadata silence() {
        return metadata(Monitored.SILENCE, Monitored.SILENCE_DESCRIPTION, MetricUnits.SECONDS);
    }

    private static Metadata changes() {
        return metadata(Monitored.CHANGES, Monitored.CHANGES_DESCRIPTION, MetricUnits.NONE);
    }

    private static Metadata propagation() {
        return metadata(Monitored.PROPAGATION, Monitored.PROPAGATION_DESCRIPTION, MetricUnits.SECONDS);
    }

    private static Metadata metadata(String name, String description, String unit) {
        return Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(unit)
                .build();
    }

    @PreDestroy
    void stop() {
        registry.ifPresent(metrics -> Stream.of(silence(), changes(), propagation())
                .forEach(metric -> metrics.remove(new MetricID(metric.getName(), domain()))));
    }
}
