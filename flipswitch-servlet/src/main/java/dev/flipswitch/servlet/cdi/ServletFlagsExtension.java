package dev.flipswitch.servlet.cdi;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.servlet.FlipswitchInitializer;
import dev.flipswitch.servlet.RequestContextResolver;
import dev.flipswitch.servlet.RequestFlags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Makes {@link RequestFlags} a request-scoped bean, and a bean of the type {@link RequestContextResolver} the one that is
 * asked. The container calls it from one thread at deployment; thread-safe from then on.
 *
 * <p>It has a scope, though containers make no bean of it. To Payara a class without a scope belongs to no archive, and
 * from there the application's beans are not seen.
 */
@Dependent
public class ServletFlagsExtension implements Extension {
    private static final WebModule MODULE = WebModule.of(ServletFlagsExtension.class);

    private final WebModules modules = new WebModules();
    private final UnseenResolvers unseen = new UnseenResolvers();
    private volatile boolean hasResolver;

    /** Called by the container. */
    public ServletFlagsExtension() {}

    void addFlags(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<RequestFlags>addBean()
                .id(MODULE.unique(RequestFlags.class.getName()))
                .types(RequestFlags.class, Object.class)
                .scope(RequestScoped.class)
                .produceWith(instances -> RequestFlags.of(
                        instances.select(HttpServletRequest.class).get()));
        modules.observeStarts(discovery, FlipswitchInitializer::requireFilter);
    }

    void noteBean(@Observes ProcessBean<?> bean) {
        modules.note(bean.getBean().getBeanClass());
        if (bean.getBean().getTypes().contains(RequestContextResolver.class)) {
            hasResolver = true;
            unseen.add(bean.getBean());
        }
    }

    void check(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        unseen.check(beans, problem -> validation.addDeploymentProblem(new DeploymentException(problem)));
    }

    /** The payload is the servlet context where CDI serves a web application, and anything elsewhere. */
    void offerAtTheStart(@Observes @Initialized(ApplicationScoped.class) Object application, BeanManager beans) {
        if (application instanceof ServletContext web) {
            offer(web, beans);
            offerOptions(web, beans);
        }
    }

    /** Payara announces no servlet context to a library, but requests, before their filters. */
    void offerAtARequest(@Observes @Initialized(RequestScoped.class) Object request, BeanManager beans) {
        if (request instanceof ServletRequest web) {
            if (hasResolver) {
                offer(web.getServletContext(), beans);
            }
            if (MODULE.isOutside()) {
                FlipswitchInitializer.requireFilter(web.getServletContext()); // one without beans started unseen
            }
        }
    }

    private static void offer(ServletContext web, BeanManager beans) {
        if (web.getAttribute(RequestContextResolver.ATTRIBUTE) == null) {
            Instance<RequestContextResolver> resolvers = beans.createInstance().select(RequestContextResolver.class);
            if (resolvers.isResolvable()) {
                web.setAttribute(RequestContextResolver.ATTRIBUTE, resolvers.get());
            }
        }
    }

    /** The application's options, which a bean gives in place of settings, say in which domain its flags are. */
    private static void offerOptions(ServletContext web, BeanManager beans) {
        Instance<FlipswitchOptions> options = beans.createInstance().select(FlipswitchOptions.class);
        if (options.isResolvable()) {
            web.setAttribute(FlipswitchOptions.class.getName(), options.get());
        }
    }
}
