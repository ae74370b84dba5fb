package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Holds the application's provider: registered with OpenFeature before the application's own start-up observers run,
 * gone when the application goes. The container sees to its thread-safety; its fields don't change.
 */
@Singleton
class FlipswitchLifecycle {
    private final FlipswitchOptions options = FlipswitchOptions.fromEnvironment();
    private final FlipswitchProvider provider = options.newBuilder().build();
    private final OpenFeatureAPI api = OpenFeatureAPI.getInstance();

    private final FlagEvents events;

    @Inject
    FlipswitchLifecycle(Event<Object> events, Instance<RequestContextController> requestContexts, BeanManager beans) {
        this.events = new FlagEvents(events, requestContexts, beans);
    }

    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) @Initialized(ApplicationScoped.class)
                    Object application) {
        events.listenTo(provider);
        try {
            api.setProviderAndWait(options.domain(), provider);
        } catch (OpenFeatureError e) {
            Messages.startedWithout(String.valueOf(e.getMessage()));
        }
    }

    @PreDestroy
    void stop() {
        events.close();
        api.setProvider(options.domain(), new NoOpProvider());
        provider.shutdown();
        if (OpenFeatureAPI.class.getClassLoader() == FlipswitchLifecycle.class.getClassLoader()) {
            api.shutdown(); // the API is the application's own: nobody else uses it
        }
    }

    @Produces
    @Singleton
    Client client() {
        return api.getClient(options.domain());
    }

    @Produces
    @Singleton
    FlipswitchProvider provider() {
        return provider;
    }
}
