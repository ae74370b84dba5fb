package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the filter, the listener and the pages of one web application share. It begins with whoever needs it first and
 * ends with whoever is stopped first. Thread-safe.
 */
final class FlipswitchWebContext {
    private static final System.Logger LOG = System.getLogger(FlipswitchWebContext.class.getName());

    private static final String ATTRIBUTE = FlipswitchWebContext.class.getName();
    private static final int MOST_UNKNOWN_FLAGS = 100;

    private final Settings settings;
    private final Client client;
    private final TransactionContexts transactions;
    private final ProviderFastPath directFlags;
    private final Peers peers;
    private final RequestContextResolution visitors;
    private final PathGates gates;
    private final Set<String> unknownFlags = ConcurrentHashMap.newKeySet();
    private final Set<List<String>> flagsOfOtherType = ConcurrentHashMap.newKeySet();
    private final Set<String> unknownPublicFlags = ConcurrentHashMap.newKeySet(); // of those in the settings
    private volatile @Nullable Pages pages;

    private FlipswitchWebContext(ServletContext servletContext) {
        settings = Settings.of(servletContext);
        peers = new Peers(settings.trustedProxies());
        visitors = new RequestContextResolution(servletContext, settings, peers);
        gates = new PathGates(settings.gates());
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        client = api.getClient(settings.domain());
        transactions = new TransactionContexts(api);
        directFlags = new ProviderFastPath(api, settings.domain(), client, transactions);
    }

    /**
     * Finds the application, or begins it.
     *
     * @throws IllegalArgumentException if a setting can't be used; the message has a line for each
     */
    static FlipswitchWebContext of(ServletContext servletContext) {
        if (servletContext.getAttribute(ATTRIBUTE) instanceof FlipswitchWebContext running) {
            return running;
        }
        FlipswitchWebContext application = new FlipswitchWebContext(servletContext);
        servletContext.setAttribute(ATTRIBUTE, application);
        return application;
    }

    static void close(ServletContext servletContext) {
        if (servletContext.getAttribute(ATTRIBUTE) instanceof FlipswitchWebContext running) {
            servletContext.removeAttribute(ATTRIBUTE);
            Pages open = running.pages;
            if (open != null) {
                open.close();
            }
        }
    }

    Settings settings() {
        return settings;
    }

    Client client() {
        return client;
    }

    TransactionContexts transactions() {
        return transactions;
    }

    ProviderFastPath directFlags() {
        return directFlags;
    }

    Peers peers() {
        return peers;
    }

    PathGates gates() {
        return gates;
    }

    /** A request's flags: those that it has already, or new ones. */
    EvaluatedFlags flags(HttpServletRequest request) {
        if (request.getAttribute(RequestFlags.ATTRIBUTE) instanceof EvaluatedFlags flags) {
            return flags;
        }
        EvaluatedFlags flags = new EvaluatedFlags(this, new RequestContext(this));
        request.setAttribute(RequestFlags.ATTRIBUTE, flags);
        return flags;
    }

    /** Flags of somebody who is known, as they are now. */
    EvaluatedFlags flags(EvaluationContext user) {
        return new EvaluatedFlags(this, new RequestContext(this, user));
    }

    EvaluationContext resolve(HttpServletRequest request, HttpServletResponse response) {
        return visitors.resolve(request, response);
    }

    /** Notes that a page asks for a flag that nobody knows; says so once, and only of so many. */
    void unknownFlag(String key) {
        if (unknownFlags.size() < MOST_UNKNOWN_FLAGS && unknownFlags.add(key)) {
            LOG.log(Level.WARNING, Messages.unknownFlag(key));
        }
    }

    /** Notes that a page asks for a flag as of another type than it is; says so once of each type, and only of so many. */
    void flagOfOtherType(String key, String type, String actual) {
        if (flagsOfOtherType.size() < MOST_UNKNOWN_FLAGS && flagsOfOtherType.add(List.of(key, type))) {
            LOG.log(Level.WARNING, Messages.flagOfOtherType(key, type, actual));
        }
    }

    /** Notes that one of the public flags is not there; says so once. */
    void unknownPublicFlag(String key) {
        if (unknownPublicFlags.add(key)) {
            LOG.log(Level.WARNING, Messages.unknownPublicFlag(key));
        }
    }

    /** Opens the pages' paths, if the settings want it. */
    void addPages(ServletContext servletContext) {
        if (settings.enabled() && !settings.publicFlags().isEmpty() && pages == null) {
            Pages opened = new Pages(this);
            pages = opened;
            opened.register(servletContext);
        }
    }
}
