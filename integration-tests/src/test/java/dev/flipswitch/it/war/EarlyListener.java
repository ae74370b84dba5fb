package dev.flipswitch.it.war;

import dev.flipswitch.cdi.Flag;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.function.Supplier;

/** Reads flags before any servlet or filter is there. */
@WebListener
public class EarlyListener implements ServletContextListener {
    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @Inject
    @Flag("items")
    int items;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Early.read("listener", theme.get() + " " + items);
    }
}
