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
    private final ProviderGauges monitored;

    /**
     * Asked for once, while the application starts: Payara knows the registry by the thread, and not on ours. All that is of
     * the API is in there, for containers that look into this class also where there is none.
     */
    private volatile Optional<Meters> meters = Optional.empty();

    @Inject
    MicroProfileMetrics(Instance<MetricRegistry> registries, ProviderGauges monitored) {
        this.registries = registries;
        this.monitored = monitored;
    }

    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) @Initialized(ApplicationScoped.class)
                    Object application) {
        meters = Meters.register(registries, monitored);
    }

    /** Before the application's observers, of which one may throw and end the event. */
    void count(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) FlagChanged changed) {
        meters.ifPresent(known -> known.count(changed));
    }

    @PreDestroy
    void stop() {
        meters.ifPresent(Meters::remove);
    }

    private record Meters(MetricRegistry registry, Tag domain) {
        private static final Metadata SILENCE =
                metadata(ProviderGauges.SILENCE, ProviderGauges.SILENCE_DESCRIPTION, MetricUnits.SECONDS);
        private static final Metadata CHANGES =
                metadata(ProviderGauges.CHANGES, ProviderGauges.CHANGES_DESCRIPTION, MetricUnits.NONE);
        private static final Metadata PROPAGATION =
                metadata(ProviderGauges.PROPAGATION, ProviderGauges.PROPAGATION_DESCRIPTION, MetricUnits.SECONDS);

        static Optional<Meters> register(Instance<MetricRegistry> registries, ProviderGauges monitored) {
            if (!registries.isResolvable()) {
                return Optional.empty();
            }
            Meters meters = new Meters(registries.get(), new Tag("domain", monitored.domain()));
            meters.registry.gauge(SILENCE, monitored, ProviderGauges::silence, meters.domain);
            meters.registry.counter(CHANGES, meters.domain);
            meters.registry.timer(PROPAGATION, meters.domain);
            return Optional.of(meters);
        }

        private static Metadata metadata(String name, String description, String unit) {
            return Metadata.builder()
                    .withName(name)
                    .withDescription(description)
                    .withUnit(unit)
                    .build();
        }

        void count(FlagChanged changed) {
            registry.counter(CHANGES, domain).inc();
            ProviderGauges.propagation(changed).ifPresent(registry.timer(PROPAGATION, domain)::update);
        }

        void remove() {
            Stream.of(SILENCE, CHANGES, PROPAGATION)
                    .forEach(metric -> registry.remove(new MetricID(metric.getName(), domain)));
        }
    }
}
