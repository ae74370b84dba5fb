package dev.flipswitch.server.api.stream;

import dev.flipswitch.server.api.http.ApiKeyCheck;
import dev.flipswitch.server.broadcast.ServletSink;
import dev.flipswitch.server.broadcast.StreamPermit;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.events.StreamClient;
import dev.flipswitch.server.events.StreamProtocol;
import dev.flipswitch.server.events.Subscription;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.messages.Messages;
import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.RateLimit;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The changes of the API key's environment, as they happen. A servlet and no resource, because a servlet's output takes
 * events without a thread that waits, on every runtime. Thread-safe.
 */
@WebServlet(urlPatterns = "/api/v1/flags/events", asyncSupported = true)
public final class EventsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = System.getLogger(EventsServlet.class.getName());

    @Inject
    transient FlagService flags;

    @Inject
    transient EventStreams streams;

    @Inject
    transient CredentialVerifier access;

    @Inject
    transient RateLimit limit;

    @Inject
    transient Guesses guesses;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public EventsServlet() {}

    /** Answers what a stream would begin with, and opens none. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (caller(request, response).isPresent()) {
            response.setContentType("text/event-stream");
        }
    }

    /** Opens a stream. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Environment> caller = caller(request, response);
        if (caller.isPresent()) {
            Optional<StreamPermit> permit = streams.admit(caller.get(), request.getRemoteAddr());
            if (permit.isPresent()) {
                openOrGiveBack(caller.get(), permit.get(), request, response);
            } else {
                unavailable(response, TooManyStreams.MESSAGE);
            }
        }
    }

    private void openOrGiveBack(
            Environment environment, StreamPermit permit, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean open = false;
        try {
            open = open(environment, permit, request, response);
        } finally {
            if (!open) {
                permit.close();
            }
        }
    }

    /** Whether there is a stream now, with which the permit is given back. */
    private boolean open(
            Environment environment, StreamPermit permit, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Subscription subscription = new Subscription(
                environment,
                StreamProtocol.FLIPSWITCH,
                StreamClient.of(request.getHeader("X-Flipswitch-SDK")),
                permit,
                request.getHeader("Last-Event-ID"));
        ServletSink sink;
        try {
            sink = ServletSink.open(request, response);
        } catch (IllegalStateException e) {
            LOGGER.log(Level.ERROR, Messages.noAsync(e));
            unavailable(response, "Event streams are not possible here; the server's log says why.");
            return false;
        }
        streams.open(subscription, sink, flags.history(environment));
        return true;
    }

    /** Whose key it is; empty if the request has been answered. */
    private Optional<Environment> caller(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return Optional.of(new ApiKeyCheck(access, limit, guesses).pass(request));
        } catch (ApiKeyCheck.Refused e) {
            e.headers().forEach(response::setHeader);
            ApiKeyCheck.answer(response, e.status(), e.details());
            return Optional.empty();
        }
    }

    private static void unavailable(HttpServletResponse response, String details) throws IOException {
        response.setHeader("Retry-After", Long.toString(TooManyStreams.retryAfterSeconds()));
        ApiKeyCheck.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, details);
    }
}
