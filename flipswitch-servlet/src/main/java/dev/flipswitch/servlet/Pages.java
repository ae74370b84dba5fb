package dev.flipswitch.servlet;

import dev.openfeature.sdk.Client;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** What lets pages follow their flags, from its beginning to its end. Thread-safe. */
final class Pages implements AutoCloseable {
    private static final String SERVLET = "flipswitch-pages";
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Settings settings;
    private final PageStreams streams;
    private final FlagNews news;

    Pages(Client client, Settings settings) {
        this.settings = settings;
        streams = new PageStreams(settings.maxPages(), HEARTBEAT);
        news = new FlagNews(client, settings.publicFlags(), streams::changed);
    }

    /** Maps the paths, and begins to listen; says so where the application has something else in their place. */
    void register(ServletContext servletContext, WebApplication application) {
        ServletRegistration.Dynamic servlet =
                servletContext.addServlet(SERVLET, new PagesServlet(application, settings.publicFlags(), streams));
        if (servlet == null) {
            Messages.pagesTaken("a servlet named '" + SERVLET + "'");
            return;
        }
        servlet.setAsyncSupported(true);
        Set<String> taken = servlet.addMapping(PagesServlet.FLAGS, PagesServlet.EVENTS, PagesServlet.MODULE);
        if (!taken.isEmpty()) {
            Messages.pagesTaken("a servlet at " + String.join(", ", new TreeSet<>(taken)));
            return;
        }
        news.start();
    }

    @Override
    public void close() {
        news.close();
        streams.close();
    }
}
