package dev.flipswitch.servlet;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Adds what pages need to follow their flags, below {@code /flipswitch/}, if the setting
 * {@code flipswitch.servlet.public-flags} lists flags. The web fragment of this module registers it. Thread-safe.
 */
public class FlipswitchListener implements ServletContextListener {

    /** Called by the container. */
    public FlipswitchListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        FlipswitchWebContext.of(event.getServletContext()).addPages(event.getServletContext());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        FlipswitchWebContext.close(event.getServletContext());
    }
}
