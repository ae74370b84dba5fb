package dev.flipswitch.server;

import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.config.StreamSettings;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.operations.Health;
import dev.flipswitch.server.operations.Metrics;
import dev.flipswitch.server.security.AllowedOrigins;
import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.MetricsAuthorizer;
import dev.flipswitch.server.security.RateLimit;
import dev.flipswitch.server.store.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.ServletContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts the server with the web application and ends it with it. The parts are produced without a scope of their own,
 * so that they are injected as they are, with final fields and without proxies. Thread-safe: they are there before the
 * first request.
 */
@ApplicationScoped
public class Lifecycle {

    private static final String SETTINGS = "flipswitch.server.settings";

    /** For an embedder that stops: streams would go on for as long as it waits for requests under way. */
    private static final String END_STREAMS = "flipswitch.server.end-streams";

    /** For an embedder that asks whether a client has a valid secret before it waits for anything else of it. */
    private static final String OWNERS = "flipswitch.server.owners";

    private volatile @Nullable FlagServer server;

    /** For the container. */
    public Lifecycle() {}

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        FlagServer started = FlagServer.start(Settings.of(overrides(event)), Lifecycle::print);
        server = started;
        if (event instanceof ServletContext context) {
            Runnable endStreams = started.streams()::close;
            context.setAttribute(END_STREAMS, endStreams);
            Function<String, @Nullable Object> owners = started.access()::owner;
            context.setAttribute(OWNERS, owners);
        }
    }

    @PreDestroy
    void stop() {
        FlagServer running = server;
        if (running != null) {
            running.close();
        }
        Database.unloadDrivers();
    }

    @Produces
    FlagService flags() {
        return running().flags();
    }

    @Produces
    StreamSettings streamSettings() {
        return running().streamSettings();
    }

    @Produces
    EventStreams streams() {
        return running().streams();
    }

    @Produces
    CredentialVerifier access() {
        return running().access();
    }

    @Produces
    Metrics metrics() {
        return running().operations().metrics();
    }

    @Produces
    Health health() {
        return running().health();
    }

    @Produces
    MetricsAuthorizer metricsAccess() {
        return running().metricsAccess();
    }

    @Produces
    AllowedOrigins origins() {
        return running().operations().origins();
    }

    @Produces
    RateLimit rateLimit() {
        return running().operations().rateLimit();
    }

    @Produces
    Guesses guesses() {
        return running().operations().guesses();
    }

    private FlagServer running() {
        FlagServer running = server;
        if (running == null) {
            throw new IllegalStateException("the server is not started");
        }
        return running;
    }

    /** What an embedder put into the servlet context. */
    private static Map<String, String> overrides(Object event) {
        Map<String, String> overrides = new LinkedHashMap<>();
        if (event instanceof ServletContext context && context.getAttribute(SETTINGS) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> overrides.put(String.valueOf(name), String.valueOf(value)));
        }
        return overrides;
    }

    @SuppressWarnings("SystemOut") // new secrets go to the console, once (a runtime may keep its console in a file)
    private static void print(String text) {
        System.out.println(text);
    }
}
