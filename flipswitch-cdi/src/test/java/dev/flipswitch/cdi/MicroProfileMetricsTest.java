package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.cdi.monitoring.MonitoringExtension;
import dev.flipswitch.fixtures.FakeFlagServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.metrics.SharedMetricRegistries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

/** MicroProfile Metrics 5.1, by SmallRye, which keeps much in static fields. */
class MicroProfileMetricsTest {
    private static final String NOTHING = "(?!)";

    /** For Micrometer's API, which SmallRye needs, and which is chosen where it is there. */
    @ApplicationScoped
    static class OtherRegistry {
        private final MeterRegistry registry = new SimpleMeterRegistry();

        @Produces
        @Dependent
        MeterRegistry registry() {
            return registry;
        }
    }

    @ApplicationScoped
    static class Registry {
        @Produces
        @Dependent
        MetricRegistry registry() {
            return SharedMetricRegistries.getOrCreate(MetricRegistry.APPLICATION_SCOPE);
        }
    }

    private static SeContainer start(FakeFlagServer server, Class<?>... beans) throws ClassNotFoundException {
        System.setProperty("flipswitch.api-key", "secret-key");
        System.setProperty("flipswitch.base-url", server.baseUrl());
        try {
            return new Weld()
                    .disableDiscovery()
                    .addExtensions(new FlipswitchExtension(), new MonitoringExtension())
                    .addBeanClasses(OtherRegistry.class)
                    .addBeanClasses(Class.forName("dev.flipswitch.cdi.monitoring.MicroProfileMetrics"))
                    .addBeanClasses(beans)
                    .initialize();
        } finally {
            System.clearProperty("flipswitch.api-key");
            System.clearProperty("flipswitch.base-url");
        }
    }

    /** Measures; what it returns is what is left of the metrics in the end. */
    public static final class Measuring implements Callable<String> {
        private final MetricID changes = id("flipswitch.flag.changes");
        private final MetricID propagation = id("flipswitch.flag.propagation");
        private final MetricID silence = id("flipswitch.stream.silence");

        /** For the test. */
        public Measuring() {}

        private static MetricID id(String name) {
            return new MetricID(name, new Tag("domain", "flipswitch"));
        }

        @Override
        public String call() throws ClassNotFoundException {
            Metrics.addRegistry(new SimpleMeterRegistry()); // SmallRye keeps its values there
            MetricRegistry metrics = SharedMetricRegistries.getOrCreate(MetricRegistry.APPLICATION_SCOPE);
            try (FakeFlagServer server = new FakeFlagServer();
                    SeContainer container = start(server, Registry.class)) {
                assertThat(container.isRunning()).isTrue();
                server.awaitClient(LIMIT);
                server.change("dark-mode", "true");
                server.change("page-size", "20");
                await().atMost(LIMIT).until(() -> metrics.getTimer(propagation).getCount() == 2);
                assertThat(metrics.getCounter(changes).getCount()).isEqualTo(2);
                Gauge<?> seconds = metrics.getGauge(silence);
                await().atMost(LIMIT).until(() -> ((Number) seconds.getValue()).doubleValue() > 0.2);
            }
            return metrics.getMetrics().keySet().toString();
        }
    }

    @Test
    void measuresWhileTheApplicationRuns() throws Exception {
        assertThat(Apart.call(Measuring.class, NOTHING))
                .as("gone with the application")
                .isEqualTo("[]");
    }

    /** Starts an application; what it returns is whether it runs. */
    public static final class Starting implements Callable<Boolean> {
        /** For the test. */
        public Starting() {}

        @Override
        public Boolean call() throws ClassNotFoundException {
            try (FakeFlagServer server = new FakeFlagServer();
                    SeContainer container = start(server)) {
                return container.isRunning();
            }
        }
    }

    @Test
    void startsWhereNothingIsBehindTheApi() throws Exception {
        assertThat(Apart.call(Starting.class, NOTHING)).isEqualTo(true);
    }
}
