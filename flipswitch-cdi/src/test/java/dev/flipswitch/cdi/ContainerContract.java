package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.monitoring.MonitoringExtension;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.apache.openwebbeans.se.OWBInitializer;
import org.apache.webbeans.container.OwbCDIProvider;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A container with an application of some classes, beside a flag server. */
abstract class ContainerContract {
    /** The containers that each contract is tried on. */
    enum Kind {
        WELD,
        OPEN_WEB_BEANS;

        SeContainerInitializer initializer() {
            return this == WELD ? new Weld() : new OWBInitializer();
        }
    }

    private final Kind kind;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    final FakeFlagServer server = new FakeFlagServer();

    ContainerContract(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void configure() {
        beAnotherApplication();
        System.setProperty("flipswitch.api-key", "secret-key");
        System.setProperty("flipswitch.base-url", server.baseUrl());
        System.setProperty("flipswitch.init-timeout", LIMIT.toSeconds() + "s"); // a busy machine takes its time
        System.setProperty("flipswitch.evaluation-timeout", LIMIT.toSeconds() + "s");
    }

    @AfterEach
    void cleanUp() {
        List.copyOf(System.getProperties().stringPropertyNames()).stream()
                .filter(name -> name.startsWith("flipswitch."))
                .forEach(System::clearProperty);
        Thread.currentThread().setContextClassLoader(loader);
        OpenFeatureAPI.getInstance().shutdown(); // a test's own providers
        server.close();
    }

    /** OpenWebBeans knows an application by its context class loader, also one that did not start. */
    final void beAnotherApplication() {
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], loader));
    }

    SeContainer start(Class<?>... application) {
        return start(List.of(), application);
    }

    SeContainer start(List<Extension> more, Class<?>... application) {
        SeContainer container = kind.initializer()
                .disableDiscovery()
                .addExtensions(new FlipswitchExtension(), new MonitoringExtension())
                .addExtensions(more.toArray(Extension[]::new))
                .addBeanClasses(application)
                .initialize();
        CDI.setCDIProvider(container instanceof CDI<?> weld ? () -> castToObject(weld) : new OwbCDIProvider());
        return container;
    }

    /** Starts it and waits until the event stream is there. */
    SeContainer startConnected(Class<?>... application) {
        SeContainer container = start(application);
        awaitConnection(container);
        return container;
    }

    static void awaitConnection(SeContainer container) {
        FlipswitchProvider provider = container.select(FlipswitchProvider.class).get();
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
    }

    /** Why it does not start: what the exception says, or, where the container says it there, the log. */
    String failure(Class<?>... application) {
        try (Log log = new Log()) {
            return catchThrowable(() -> start(application)) + String.join("\n", log.lines());
        }
    }

    @SuppressWarnings("unchecked")
    private static CDI<Object> castToObject(CDI<?> container) {
        return (CDI<Object>) container;
    }

    /** A bean of a request's, which can only be asked while one is active. */
    @RequestScoped
    static class Visit {
        boolean isActive() {
            return true;
        }
    }
}
