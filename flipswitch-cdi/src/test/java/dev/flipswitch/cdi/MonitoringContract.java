package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** Health and metrics: docs/cdi.md. */
abstract class MonitoringContract extends ContainerContract {
    private static final String CHANGES = "flipswitch.flag.changes";
    private static final String PROPAGATION = "flipswitch.flag.propagation";
    private static final String SILENCE = "flipswitch.stream.silence";

    MonitoringContract(Kind kind) {
        super(kind);
    }

    @Dependent
    static class Nothing {}

    private static HealthCheckResponse health(SeContainer container) {
        return container
                .select(HealthCheck.class, Readiness.Literal.INSTANCE)
                .get()
                .call();
    }

    private static Map<String, Object> data(SeContainer container) {
        return health(container).getData().orElseThrow();
    }

    /** MicroProfile Health 4.0, section 4, Java API usage. */
    @Test
    void isReadyWithStaleValuesAndSaysSinceWhen() {
        server.set("dark-mode", "true");
        try (SeContainer container = start(Nothing.class)) {
            server.awaitClient(LIMIT);
            await().atMost(LIMIT).until(() -> data(container).containsKey("secondsSinceLastByte"));
            assertThat(health(container).getName()).isEqualTo("flipswitch");
            assertThat(health(container).getStatus()).isEqualTo(Status.UP);
            assertThat(data(container))
                    .containsEntry("state", "READY")
                    .containsEntry("domain", "flipswitch")
                    .doesNotContainKey("staleSince");

            Instant before = Instant.now();
            server.http().stop();

            await().atMost(LIMIT).until(() -> "STALE".equals(data(container).get("state")));
            assertThat(health(container).getStatus()).isEqualTo(Status.UP);
            assertThat(Instant.parse(String.valueOf(data(container).get("staleSince"))))
                    .isBetween(before.minusMillis(1), Instant.now());

            server.http().start();
            await().atMost(LIMIT).until(() -> "READY".equals(data(container).get("state")));
            assertThat(data(container)).doesNotContainKey("staleSince");
        }
    }

    @Test
    void isNotReadyBeforeAnyValueIsKnown() {
        server.http().stop();
        try (SeContainer container = start(Nothing.class)) {
            assertThat(health(container).getStatus()).isEqualTo(Status.DOWN);
            server.http().start();
            await().atMost(LIMIT).until(() -> health(container).getStatus() == Status.UP);
        }
    }

    @Test
    void isReadyWithoutAServer() {
        System.setProperty("flipswitch.flags.dark-mode", "true");
        try (SeContainer container = start(Nothing.class)) {
            assertThat(health(container).getStatus()).isEqualTo(Status.UP);
            assertThat(data(container)).doesNotContainKeys("secondsSinceLastByte", "staleSince");
        }
    }

    @ApplicationScoped
    static class OwnRegistry {
        private final MeterRegistry registry = new SimpleMeterRegistry();

        @Produces
        @Dependent
        MeterRegistry registry() {
            return registry;
        }
    }

    @ApplicationScoped
    static class Failing {
        void on(@Observes FlagChanged changed) {
            throw new IllegalStateException("on purpose, at " + changed.key());
        }
    }

    private void changeTwice() {
        server.awaitClient(LIMIT);
        server.change("dark-mode", "true");
        server.change("page-size", "20");
    }

    @Test
    void measuresByMicrometer() {
        MeterRegistry registry;
        try (SeContainer container = start(OwnRegistry.class, Failing.class)) {
            registry = container.select(MeterRegistry.class).get();
            changeTwice();
            await().atMost(LIMIT)
                    .until(() -> registry.get(CHANGES)
                                    .tag("domain", "flipswitch")
                                    .counter()
                                    .count()
                            == 2);
            assertThat(registry.get(PROPAGATION).timer().count()).isEqualTo(2);
            await().atMost(LIMIT).until(() -> registry.get(SILENCE).timeGauge().value() > 0.2);
            await().atMost(LIMIT).until(() -> {
                server.send(": a sign of life\n"); // more than one: this machine may be slow
                return registry.get(SILENCE).timeGauge().value() < 0.2;
            });
        }
        assertThat(registry.getMeters()).as("gone with the application").isEmpty();
    }

    @Test
    void measuresInMicrometersGlobalRegistryWhereThereIsNoBean() {
        MeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        try (SeContainer container = start(Nothing.class)) {
            assertThat(container.isRunning()).isTrue();
            changeTwice();
            await().atMost(LIMIT).until(() -> registry.get(CHANGES).counter().count(), count -> count == 2);
        } finally {
            Metrics.removeRegistry(registry);
        }
        assertThat(Metrics.globalRegistry.find(CHANGES).meter()).isNull();
    }
}
