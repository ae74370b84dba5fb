package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What lets pages follow their flags, from its beginning to its end. Thread-safe. */
final class Pages implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pages.class.getName());

    private static final String SERVLET = "flipswitch-pages";
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final FlipswitchWebContext application;
    private final List<String> publicFlags;
    private final PageStreams streams;
    private final PublicFlagListener listener;

    Pages(FlipswitchWebContext application) {
        this.application = application;
        publicFlags = application.settings().publicFlags();
        Settings settings = application.settings();
        streams = new PageStreams(
                new PagePlaces(settings.maxPages(), settings.maxPagesPerAddress()),
                HEARTBEAT,
                user -> application.flags(user).pageValues(publicFlags));
        listener = new PublicFlagListener(application.client(), publicFlags, streams::changed);
    }

    /** Maps the paths, and begins to listen; says so where the application has something else in their place. */
    void register(ServletContext servletContext) {
        ServletRegistration.Dynamic servlet =
                servletContext.addServlet(SERVLET, new PagesServlet(application, publicFlags, streams));
        if (servlet == null) {
            LOG.log(Level.ERROR, Messages.pagesTaken("a servlet named '" + SERVLET + "'"));
            return;
        }
        servlet.setAsyncSupported(true);
        Set<String> taken = servlet.addMapping(PagesServlet.FLAGS, PagesServlet.EVENTS, PagesServlet.MODULE);
        if (!taken.isEmpty()) {
            LOG.log(Level.ERROR, Messages.pagesTaken("a servlet at " + String.join(", ", new TreeSet<>(taken))));
            return;
        }
        listener.start();
    }

    @Override
    public void close() {
        streams.close();
        listener.close();
    }
}
