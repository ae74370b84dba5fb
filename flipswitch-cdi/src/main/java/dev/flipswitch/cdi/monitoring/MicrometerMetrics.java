package dev.flipswitch.cdi.monitoring;

import dev.flipswitch.cdi.FlagChanged;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Meters in Micrometer's registry: the application's bean, else the global one. They are gone with the application.
 * Thread-safe.
 */
@Singleton
class MicrometerMetrics {
    /** All that is Micrometer's is in there: Payara looks into this class also where there is none, and would complain. */
    private final Meters meters;

    @Inject
    MicrometerMetrics(Instance<MeterRegistry> registries, ProviderGauges monitored) {
        meters = Meters.register(registries, monitored);
    }

    /** Has the container make this bean at the start. */
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) @Initialized(ApplicationScoped.class)
                    Object application) {
        // the constructor has registered the meters
    }

    /** Before the application's observers, of which one may throw and end the event. */
    void count(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) FlagChanged changed) {
        meters.count(changed);
    }

    @PreDestroy
    void stop() {
        meters.remove();
    }

    private record Meters(MeterRegistry registry, TimeGauge silence, Counter changes, Timer propagation) {
        static Meters register(Instance<MeterRegistry> registries, ProviderGauges monitored) {
            MeterRegistry registry = registries.isResolvable() ? registries.get() : Metrics.globalRegistry;
            return new Meters(
                    registry,
                    TimeGauge.builder(ProviderGauges.SILENCE, monitored, TimeUnit.SECONDS, ProviderGauges::silence)
                            .description(ProviderGauges.SILENCE_DESCRIPTION)
                            .tag("domain", monitored.domain())
                            .register(registry),
                    Counter.builder(ProviderGauges.CHANGES)
                            .description(ProviderGauges.CHANGES_DESCRIPTION)
                            .tag("domain", monitored.domain())
                            .register(registry),
                    Timer.builder(ProviderGauges.PROPAGATION)
                            .description(ProviderGauges.PROPAGATION_DESCRIPTION)
                            .tag("domain", monitored.domain())
                            .register(registry));
        }

        void count(FlagChanged changed) {
            changes.increment();
            ProviderGauges.propagation(changed).ifPresent(propagation::record);
        }

        void remove() {
            List.of(silence, changes, propagation).forEach(registry::remove);
        }
    }
}
