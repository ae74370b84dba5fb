package dev.flipswitch.server.launcher;

import dev.flipswitch.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

/** Jetty around the WAR; lives in the WAR's own class loader. Stateless. */
public final class JettyServer {

    /** Keys of flags may hold encoded slashes and percent signs. */
    private static final UriCompliance ANY_KEY = UriCompliance.DEFAULT.with(
            "flipswitch",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT);

    private JettyServer() {}

    /**
     * Starts Jetty.
     *
     * @param war the WAR
     * @param work a folder for what is unpacked
     * @param settings where to listen and to put the application; handed on to the application
     * @return the port, and what stops the server
     * @throws Exception if it can't start; nothing is left running
     */
    public static Map.Entry<Integer, AutoCloseable> start(Path war, Path work, Map<String, String> settings)
            throws Exception {
        Settings read = Settings.of(settings);
        Server server = new Server();
        ServerConnector connector = connector(server, read);
        server.addConnector(connector);
        server.setHandler(application(war, Files.createDirectories(work), read.contextPath(), settings));
        try {
            connector.open(); // a taken port is found before the database is touched
            server.start();
        } catch (Exception e) {
            server.stop();
            connector.close();
            throw e;
        }
        return Map.entry(connector.getLocalPort(), server::stop);
    }

    private static ServerConnector connector(Server server, Settings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(ANY_KEY);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
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
