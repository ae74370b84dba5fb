package dev.flipswitch.server.launcher;

import dev.flipswitch.server.config.Messages;
import dev.flipswitch.server.config.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.servlet.DecoratingListener;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** Jetty around the WAR; lives in the WAR's own class loader. Stateless. */
public final class JettyServer {

    /** Keys of flags may hold encoded slashes and percent signs. */
    private static final UriCompliance ANY_KEY = UriCompliance.DEFAULT.with(
            "flipswitch",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT);

    /** All clients come back at once after a restart; who is not accepted soon tries again after a second only. */
    private static final int CONNECTIONS_AT_ONCE = 4096;

    /**
     * Of each connection, in the system. Without a bound it takes megabytes for a client that reads nothing, which is then
     * found late or never.
     */
    private static final int SEND_BUFFER_BYTES = 65_536;

    private static final Logger LOGGER = System.getLogger("dev.flipswitch.server");

    private JettyServer() {}

    /**
     * Starts Jetty.
     *
     * @param war the WAR
     * @param work a folder for what is unpacked
     * @param settings where to listen and to put the application; handed on to the application
     * @param requestIds is told the id of the request that the present thread begins to serve, empty at its end
     * @return the port, and what stops the server
     * @throws Exception if it can't start; nothing is left running
     */
    public static Map.Entry<Integer, AutoCloseable> start(
            Path war, Path work, Map<String, String> settings, Consumer<String> requestIds) throws Exception {
        Settings read = Settings.of(settings);
        Server server = new Server();
        ServerConnector connector = connector(server, read);
        server.addConnector(connector);
        WebAppContext application = application(war, Files.createDirectories(work), read.contextPath(), settings);
        application.setAttribute("flipswitch.server.request-id", requestIds);
        GracefulHandler graceful = new GracefulHandler(application);
        server.setHandler(graceful);
        server.setErrorHandler(earlyErrors());
        try {
            connector.open(); // a taken port is found before the database is touched
            server.start();
        } catch (Exception e) {
            server.stop();
            connector.close();
            throw e;
        }
        return Map.entry(connector.getLocalPort(), () -> {
            finishRequests(graceful, application, read.stopTimeout());
            server.stop();
        });
    }

    /** Of requests that never come to the application, since they are malformed or too long; no page will be looked at. */
    private static ErrorHandler earlyErrors() {
        ErrorHandler errors = new ErrorHandler();
        errors.setDefaultResponseMimeType("application/json");
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        return errors;
    }

    /** Refuses new requests, ends the streams and waits for all other requests under way. */
    private static void finishRequests(GracefulHandler graceful, WebAppContext application, Duration limit)
            throws Exception {
        Future<?> idle = graceful.shutdown();
        if (application.getContext().getAttribute("flipswitch.server.end-streams") instanceof Runnable end) {
            end.run();
        }
        try {
            idle.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.log(Level.WARNING, Messages.requestsCutOff(limit));
        }
    }

    private static ServerConnector connector(Server server, Settings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(ANY_KEY);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setAcceptQueueSize(CONNECTIONS_AT_ONCE);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        connector.setHost(settings.host().orElse(null));
        connector.setPort(settings.port());
        return connector;
    }

    private static WebAppContext application(Path war, Path work, String contextPath, Map<String, String> settings) {
        WebAppContext application = new WebAppContext(war.toString(), contextPath);
        application.setTempDirectory(work.toFile());
        application.setThrowUnavailableOnStartupException(true);
        application.addConfiguration(new AnnotationConfiguration());
        application.setAttribute("flipswitch.server.settings", settings);
        // no library brings anything that Jetty would have to look for, and looking takes time
        application.setAttribute(MetaInfConfiguration.WEBINF_JAR_PATTERN, ".*/none\\.jar$");
        application.setAttribute("org.eclipse.jetty.cdi", "CdiDecoratingListener");
        application.addEventListener(new DecoratingListener(application, "org.eclipse.jetty.cdi.decorator"));
        application.setInitParameter("org.eclipse.jetty.servlet.Default.dirAllowed", "false");
        application.getServletHandler().setDecodeAmbiguousURIs(true);
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.setShowStacks(false);
        application.setErrorHandler(errors);
        return application;
    }
}
