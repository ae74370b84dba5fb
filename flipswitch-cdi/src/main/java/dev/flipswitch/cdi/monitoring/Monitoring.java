package dev.flipswitch.cdi.monitoring;

import java.util.ArrayList;
import java.util.List;

/** Chooses the beans whose API is there. Stateless. */
public final class Monitoring {
    private static final String HEALTH = "org.eclipse.microprofile.health.HealthCheck";
    private static final String MICROMETER = "io.micrometer.core.instrument.MeterRegistry";
    private static final String MICROPROFILE_METRICS = "org.eclipse.microprofile.metrics.MetricRegistry";

    private Monitoring() {}

    /**
     * The beans that can be loaded. Where both metrics APIs are there, Micrometer is the application's choice.
     *
     * @return classes to add to the container
     */
    public static List<Class<?>> beans() {
        List<Class<?>> beans = new ArrayList<>();
        beans.add(Monitored.class);
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
            Class<?> api = Class.forName(type, false, Monitoring.class.getClassLoader());
            Monitoring.class.getModule().addReads(api.getModule()); // MicroProfile's modules have no fixed names
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
