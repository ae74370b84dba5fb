package dev.flipswitch.server.launcher;

import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.messages.Messages;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.servlet.DecoratingListener;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Jetty around the WAR; lives in the WAR's own class loader. Stateless. */
public final class JettyServer {

    /** Keys of flags may hold encoded slashes and percent signs. */
    private static final UriCompliance ANY_KEY = UriCompliance.DEFAULT.with(
            "flipswitch",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT);

    /** Where the address names a host, the header does not count (RFC 9112, 3.2.2). */
    private static final HttpCompliance HOST_IGNORED =
            HttpCompliance.RFC9110.with("flipswitch", HttpCompliance.Violation.MISMATCHED_AUTHORITY);

    /** All clients come back at once after a restart; who is not accepted soon tries again after a second only. */
    private static final int CONNECTIONS_AT_ONCE = 4096;

    /**
     * Of each connection, in the system. Without a bound it takes megabytes for a client that reads nothing, which is then
     * found late or never.
     */
    private static final int SEND_BUFFER_BYTES = 65_536;

    private static final int THREADS = 200;

    /** Of these, for what waits for nothing but a processor; more would only slow down operators. */
    private static final int BUSY_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** Of these: who comes back to a stream may wait for the database. */
    private static final int STREAMS_THREADS = 16;

    private static final int ANSWERS_HEAP_SHARE = 8;

    private static final Duration WAIT_FOR_ROOM = Duration.ofSeconds(1);
    private static final Logger LOGGER = System.getLogger(JettyServer.class.getName());

    private JettyServer() {}

    /**
     * Starts Jetty.
     *
     * @param war the WAR
     * @param work a folder for what is unpacked
     * @param settings where to listen and to put the application; handed on to the application
     * @param requestIds receives the id of the request that the present thread begins to serve, empty at its end
     * @return the port, and what stops the server
     * @throws Exception if it can't start; nothing is left running
     */
    public static Map.Entry<Integer, AutoCloseable> start(
            Path war, Path work, Map<String, String> settings, Consumer<String> requestIds) throws Exception {
        Settings read = Settings.of(settings);
        OpenFiles files = OpenFiles.of(read.databaseConnections());
        boolean tooFew = files.areTooFewFor(read);
        Server server = new Server(new QueuedThreadPool(THREADS));
        Patience patience = new Patience(server.getScheduler(), read.slowClient());
        server.addBean(patience);
        ServerConnector connector =
                connector(server, read, new Connections(patience, files.connections(), WAIT_FOR_ROOM), patience);
        server.addConnector(connector);
        WebAppContext application = application(
                war, Files.createDirectories(work), read.contextPath(), tooFew ? files.within(settings) : settings);
        application.setAttribute("flipswitch.server.request-id", requestIds);
        GracefulHandler graceful = new GracefulHandler(
                new LeadingSlashes(guarded(application, read.contextPath(), patience), read.contextPath()));
        server.setHandler(graceful);
        server.setErrorHandler(new EarlyErrors(read.contextPath(), read.corsOrigins()));
        try {
            connector.open(); // a taken port is found before the database is touched
            server.start();
        } catch (Exception e) {
            server.stop();
            connector.close();
            throw e;
        }
        if (tooFew) {
            Level level = read.isSet("max-connections") ? Level.WARNING : Level.INFO;
            LOGGER.log(level, Messages.fewFiles(files.limit(), files.streams()));
        }
        return Map.entry(connector.getLocalPort(), () -> {
            finishRequests(graceful, application, read.stopTimeout());
            server.stop();
        });
    }

    /** Between clients and the application: no thread waits for a client, and operators always get one. */
    private static Handler guarded(WebAppContext application, String contextPath, Patience patience) {
        long heap = Runtime.getRuntime().maxMemory();
        Handler answers = new Answers(application, patience, heap / ANSWERS_HEAP_SHARE);
        String root = contextPath.equals("/") ? "" : contextPath;
        String evaluations = root + "/ofrep/v1/evaluate/flags";
        Predicate<Request> operators = under(root + "/health/", root + "/metrics", root + "/api/admin/");
        Predicate<Request> streams = under(root + "/api/v1/", root + "/ofrep/v1/event-streams/");
        Predicate<Request> ofOneFlag = under(evaluations + "/");
        Predicate<Request> ofAllFlags = under(evaluations).and(ofOneFlag.negate());
        Predicate<Request> pages =
                operators.or(streams).or(ofAllFlags).or(ofOneFlag).negate();
        Handler lanes = new Lane(answers, STREAMS_THREADS, streams);
        lanes = new Lane(lanes, BUSY_THREADS, ofAllFlags);
        lanes = new Lane(lanes, BUSY_THREADS, ofOneFlag);
        lanes = new Lane(lanes, BUSY_THREADS, pages); // for which nobody needs a key
        return new Bodies(lanes, patience, secret -> owner(application, secret), heap);
    }

    private static Predicate<Request> under(String... paths) {
        return request -> {
            String path = request.getHttpURI().getCanonicalPath();
            return path != null && Stream.of(paths).anyMatch(path::startsWith);
        };
    }

    /** Whom a secret belongs to, as the application says; null for nobody. */
    @SuppressWarnings("unchecked") // a name that nobody else uses
    private static @Nullable Object owner(WebAppContext application, String secret) {
        return application.getContext().getAttribute("flipswitch.server.owners") instanceof Function<?, ?> owners
                ? ((Function<String, @Nullable Object>) owners).apply(secret)
                : null;
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

    private static ServerConnector connector(
            Server server, Settings settings, Connections connections, Patience patience) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(ANY_KEY);
        http.setHttpCompliance(HOST_IGNORED);
        ServerConnector connector = new AcceptingConnector(server, HeadConnection.factory(http, patience), connections);
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
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler() {
            @Override
            public boolean errorPageForMethod(String method) {
                return true;
            }
        };
        errors.setShowStacks(false);
        application.setErrorHandler(errors);
        return application;
    }
}
