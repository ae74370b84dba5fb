package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;

import dev.flipswitch.fixtures.FakeFlagServer;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.CDI;
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
        // OpenWebBeans knows an application by its context class loader, also one that did not start
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], loader));
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
        server.close();
    }

    SeContainer start(Class<?>... application) {
        SeContainer container = kind.initializer()
                .disableDiscovery()
                .addExtensions(new FlipswitchExtension())
                .addBeanClasses(application)
                .initialize();
        CDI.setCDIProvider(container instanceof CDI<?> weld ? () -> castToObject(weld) : new OwbCDIProvider());
        return container;
    }

    @SuppressWarnings("unchecked")
    private static CDI<Object> castToObject(CDI<?> container) {
        return (CDI<Object>) container;
    }
}
