package dev.flipswitch.cdi.monitoring;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the health check and the metrics whose API is there. The container finds this extension by itself; a test that names its
 * extensions has no monitoring without it.
 */
public final class MonitoringExtension implements Extension {
    private static final String HEALTH = "org.eclipse.microprofile.health.HealthCheck";
    private static final String MICROMETER = "io.micrometer.core.instrument.MeterRegistry";
    private static final String MICROPROFILE_METRICS = "org.eclipse.microprofile.metrics.MetricRegistry";

    /** Called by the container. */
    public MonitoringExtension() {}

    /** By types of this archive's bean manager, as {@code FlipswitchExtension} does. */
    void addBeans(@Observes BeforeBeanDiscovery discovery, BeanManager manager) {
        beans().forEach(bean -> discovery.addAnnotatedType(manager.createAnnotatedType(bean), bean.getName()));
    }

    /** The beans that can be loaded. Where both metrics APIs are there, Micrometer is the application's choice. */
    private static List<Class<?>> beans() {
        List<Class<?>> beans = new ArrayList<>();
        beans.add(ProviderGauges.class);
        if (isThere(HEALTH)) {
            beans.add(FlagsHealth.class);
        }
        if (isThere(MICROMETER)) {
            beans.add(MicrometerMetrics.class);
        } else if (isThere(MICROPROFILE_METRICS)) {
            beans.add(MicroProfileMetrics.class);
        }
        return beans;
    }

    private static boolean isThere(String type) {
        try {
            Class<?> api = Class.forName(type, false, MonitoringExtension.class.getClassLoader());
            MonitoringExtension.class
                    .getModule()
                    .addReads(api.getModule()); // MicroProfile's modules have no fixed names
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
