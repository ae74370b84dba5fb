package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flipswitch.cdi.monitoring.MonitoringExtension;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

/** The module where there is no API for health or metrics. */
class WithoutMonitoringTest {

    /** An application; what it returns is what a container logged. */
    public static final class Application implements Callable<List<String>> {
        /** For the test. */
        public Application() {}

        @Dependent
        static class Page {
            @Inject
            @Flag("dark-mode")
            Supplier<Boolean> darkMode;
        }

        @Override
        public List<String> call() {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> Class.forName("org.eclipse.microprofile.health.HealthCheck"));
            try (Log log = new Log();
                    SeContainer container = new Weld()
                            .disableDiscovery()
                            .addExtensions(new FlipswitchExtension(), new MonitoringExtension())
                            .addBeanClasses(Page.class)
                            .initialize()) {
                assertThat(container.select(Page.class).get().darkMode.get()).isTrue();
                return log.lines();
            }
        }
    }

    /** A container that looks into all classes; what it returns is how many members it found. */
    public static final class Scan implements Callable<Integer> {
        /** For the test. */
        public Scan() {}

        @Override
        public Integer call() throws ClassNotFoundException {
            int members = 0;
            for (String name : List.of("MicrometerMetrics", "MicroProfileMetrics")) {
                Class<?> bean = Class.forName("dev.flipswitch.cdi.monitoring." + name);
                members += bean.getDeclaredFields().length
                        + bean.getDeclaredConstructors().length
                        + bean.getDeclaredMethods().length;
            }
            return members;
        }
    }

    /** Payara reflects upon whatever has a {@code PreDestroy}, and logs what it can't load. */
    @Test
    void itsMetricsCanBeLookedIntoAllTheSame() throws Exception {
        assertThat((Integer)
                        Apart.call(Scan.class, "microprofile-(health|metrics)|smallrye-(health|metrics)|micrometer"))
                .isPositive();
    }

    @Test
    void startsWithoutAWordAboutIt() throws Exception {
        System.setProperty("flipswitch.flags.dark-mode", "true");
        try {
            Object log =
                    Apart.call(Application.class, "microprofile-(health|metrics)|smallrye-(health|metrics)|micrometer");
            assertThat((List<?>) log)
                    .isNotEmpty()
                    .noneMatch(line -> line.toString().contains("monitoring")
                            || line.toString().contains("micro")
                            || line.toString().contains("FLIP-CDI"));
        } finally {
            System.clearProperty("flipswitch.flags.dark-mode");
        }
    }
}
