package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Holds the application's providers. They are registered with OpenFeature when the first flag, client or provider is
 * asked for, and at the latest when the application starts. They go when the application goes. The container sees to
 * its thread-safety; its fields don't change.
 */
@Singleton
class FlipswitchLifecycle {
    private final DomainProvider main;
    private final List<DomainProvider> others;
    private final FlagEvents events;
    private final FlipswitchExtension extension;
    private final ApplicationContexts contexts;
    private final List<FlagValue.Registration> handlers = new CopyOnWriteArrayList<>();
    private final boolean withoutFlags;
    private final StartOnce start = new StartOnce(this::startAll);
    private final boolean ownsApi = cameWithTheApplication(OpenFeatureAPI.class);

    @Inject
    FlipswitchLifecycle(
            ProviderResolver providers,
            FlipswitchExtension extension,
            ApplicationContexts contexts,
            Event<Object> events,
            Instance<RequestContextController> requestContexts,
            BeanManager beans) {
        this.extension = extension;
        this.contexts = contexts;
        this.main = providers.main();
        this.withoutFlags = providers.isAbsent();
        this.others = providers.others();
        this.events = new FlagEvents(events, requestContexts, beans);
    }

    /** Starts the providers, unless somebody asked for a flag before; an application of several modules reports each. */
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) @Initialized(ApplicationScoped.class)
                    Object application) {
        start.run();
    }

    private void startAll() {
        listen(main, "");
        others.forEach(other -> listen(other, other.domain()));
        ProviderStarter.all(main, others);
    }

    /** Whether flags of a domain have their defaults because the application wants it so. */
    boolean isWithoutFlags(String domain) {
        return withoutFlags && (domain.isEmpty() || domain.equals(main.domain()));
    }

    private void listen(DomainProvider to, String domain) {
        if (!(to.provider() instanceof FlipswitchProvider provider)) {
            Set<String> used = extension.flagKeys(domain);
            handlers.add(to.onConfigurationChanged(flags -> events.configurationChanged(flags, used, domain)));
        } else if (domain.isEmpty()) {
            events.listenTo(provider);
        } else {
            events.listenTo(provider, domain);
        }
    }

    /** Takes away what this module has put there; more only where OpenFeature's API goes with the application. */
    @PreDestroy
    void stop() {
        handlers.forEach(FlagValue.Registration::close);
        events.close();
        others.forEach(DomainProvider::stop);
        main.stop();
        if (ownsApi) {
            OpenFeatureAPI.getInstance().shutdown(); // its idle threads would hold the application for a minute
        }
    }

    /** Whether a class is of a deployed application; neither a container's, nor on the JVM's class path, where it stays. */
    private static boolean cameWithTheApplication(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == Thread.currentThread().getContextClassLoader() && loader != ClassLoader.getSystemClassLoader();
    }

    /** The provider of a domain that this module has registered; of the application's own, if the name is empty. */
    Optional<DomainProvider> domain(String name) {
        return name.isEmpty() || name.equals(main.domain())
                ? Optional.of(main)
                : others.stream().filter(other -> other.domain().equals(name)).findFirst();
    }

    /**
     * The client that evaluates in a domain; in the application's own, if the name is empty. Evaluations begin with the
     * application's context: a provider that this module builds sees to that itself, for all clients.
     */
    Client client(String domain) {
        start.run();
        DomainProvider known = domain(domain).orElseGet(() -> DomainProvider.unknown(domain));
        return known.isGiven() ? contexts.addTo(known.client()) : known.client();
    }

    /** By a proxy, which a bean can be passivated with. */
    @Produces
    @ApplicationScoped
    Client client() {
        return client("");
    }

    @Produces
    @Singleton
    @Typed(FlipswitchProvider.class)
    FlipswitchProvider provider() {
        return provider("");
    }

    /** Flipswitch's provider in a domain; in the application's own, if the name is empty. */
    FlipswitchProvider provider(String domain) {
        start.run();
        FeatureProvider known =
                domain(domain).orElseGet(() -> DomainProvider.unknown(domain)).provider();
        if (known instanceof FlipswitchProvider provider) {
            return provider;
        }
        throw new IllegalStateException(Messages.otherProvider(known.getClass()));
    }
}
