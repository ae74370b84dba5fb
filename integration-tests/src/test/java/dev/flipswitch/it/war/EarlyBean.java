package dev.flipswitch.it.war;

import dev.flipswitch.cdi.Flag;
import dev.openfeature.sdk.Client;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** An EJB that the container makes before anything else. */
@Singleton
@Startup
public class EarlyBean {
    @Inject
    @Flag("items")
    int items;

    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Client client;

    @PostConstruct
    void start() {
        Early.read("bean", theme.get() + " " + items + " " + client.getStringValue("theme", "none"));
    }
}
