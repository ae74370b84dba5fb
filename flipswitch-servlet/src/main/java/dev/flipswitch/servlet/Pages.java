package dev.flipswitch.servlet;

import dev.openfeature.sdk.Client;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Duration;

/** What lets pages follow their flags, from its beginning to its end. Thread-safe. */
final class Pages implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Settings settings;
    private final PageStreams streams;
    private final FlagNews news;

    Pages(Client client, Settings settings) {
        this.settings = settings;
        streams = new PageStreams(settings.maxPages(), HEARTBEAT);
        news = new FlagNews(client, settings.publicFlags(), streams::changed);
    }

    /** Maps the paths, and begins to listen. */
    void register(ServletContext servletContext, WebApplication application) {
        ServletRegistration.Dynamic servlet = servletContext.addServlet(
                "flipswitch-pages", new PagesServlet(application, settings.publicFlags(), streams));
        if (servlet != null) { // else the application has one of this name
            servlet.setAsyncSupported(true);
            servlet.addMapping(PagesServlet.FLAGS, PagesServlet.EVENTS, PagesServlet.MODULE);
        }
        news.start();
    }

    @Override
    public void close() {
        news.close();
        streams.close();
    }
}
