package dev.flipswitch.servlet.cdi;

import dev.flipswitch.servlet.RequestContextResolver;
import dev.flipswitch.servlet.RequestFlags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Makes {@link RequestFlags} a request-scoped bean, and a bean of the type {@link RequestContextResolver} the one that is
 * asked. The container calls it from one thread.
 */
public class ServletFlagsExtension implements Extension {

    /** Called by the container. */
    public ServletFlagsExtension() {}

    void addFlags(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<RequestFlags>addBean()
                .id(RequestFlags.class.getName())
                .types(RequestFlags.class, Object.class)
                .scope(RequestScoped.class)
                .produceWith(instances -> RequestFlags.of(
                        instances.select(HttpServletRequest.class).get()));
    }

    /** The payload is the servlet context where CDI serves a web application, and anything elsewhere. */
    void offerResolver(@Observes @Initialized(ApplicationScoped.class) Object application, BeanManager beans) {
        if (application instanceof ServletContext web && web.getAttribute(RequestContextResolver.ATTRIBUTE) == null) {
            Instance<RequestContextResolver> resolvers = beans.createInstance().select(RequestContextResolver.class);
            if (resolvers.isResolvable()) {
                web.setAttribute(RequestContextResolver.ATTRIBUTE, resolvers.get());
            }
        }
    }
}
