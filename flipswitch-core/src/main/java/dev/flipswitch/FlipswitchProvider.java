package dev.flipswitch;

import dev.flipswitch.cache.Lookup;
import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.offline.OfflineFlags;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.settings.ApiKeys;
import dev.flipswitch.settings.HttpSettings;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.sse.SseStatus;
import dev.flipswitch.update.BulkSnapshot;
import dev.flipswitch.update.UpdateSource;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.FatalError;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The OpenFeature provider for a Flipswitch server. Values are cached in-process; the server's event stream drops what a
 * change concerns, so that the next evaluation has the new value. While the server is away, evaluations go on with what
 * is known. Thread-safe. It lives once: after {@link #shutdown()} a new one must be built.
 *
 * @see <a href="https://openfeature.dev/specification/sections/providers">OpenFeature specification, section 2,
 *     providers</a>
 */
public final class FlipswitchProvider extends EventProvider {
    /** The OpenFeature domain that flipswitch's modules use where no other is configured. */
    public static final String DEFAULT_DOMAIN = "flipswitch";

    private static final Duration SOON = Duration.ofMillis(100);

    private final ProviderSettings settings;
    private final ProviderThreads threads;
    private final ApplicationContext context;
    private final FlagBackend backend;
    private final FlagCache flags;
    private final BulkSnapshot application;
    private final ProviderNotifications announcements;
    private final ContactTracker contact;
    private final UpdateHandler handler;
    private final UpdateSource updates;
    private final AtomicBoolean started = new AtomicBoolean();

    FlipswitchProvider(
            ProviderSettings settings, @Nullable OfflineFlags offlineFlags, HttpSettings http, LongSupplier ticker) {
        this.settings = settings;
        context = new ApplicationContext(settings.context());
        threads = new ProviderThreads(http.executor(), http.threadFactory(), ticker);
        backend = FlagBackend.of(settings, offlineFlags, http, threads);
        flags = new FlagCache(settings, backend.flags(), threads, ticker);
        application = new BulkSnapshot(context::own, backend.flags(), threads, settings.evaluationTimeout());
        announcements = new ProviderNotifications(threads.workers(), new OpenFeatureEmitter(this));
        contact = new ContactTracker(ticker);
        handler = new UpdateHandler(flags, application, announcements, threads, contact);
        updates = backend.updates().apply(application, handler);
    }

    /**
     * Begins to build a provider.
     *
     * @param apiKey the environment's API key
     * @return a builder with the defaults
     * @throws IllegalArgumentException if the key is blank or cannot go into an HTTP header
     */
    public static FlipswitchProviderBuilder builder(String apiKey) {
        String checked = ApiKeys.checked(Objects.requireNonNull(apiKey, "apiKey"));
        return builder(() -> checked);
    }

    /**
     * Begins to build a provider whose API key can change while it runs.
     *
     * @param apiKey gives the key for each request, so it must be fast; may be called by several threads at once
     * @return a builder with the defaults
     */
    public static FlipswitchProviderBuilder builder(Supplier<String> apiKey) {
        return new FlipswitchProviderBuilder(Objects.requireNonNull(apiKey, "apiKey"));
    }

    /**
     * Makes a provider that asks no server: a test's, for instance. It is ready at once, each flag has the same value for
     * everybody, with the reason {@code STATIC}, and no others exist.
     *
     * @param flags each flag's key and its value, which are copied. A value is a boolean, a string, an int, long or
     *     double, a list, a map with string keys, or an OpenFeature {@code Value}
     * @return a new provider
     * @throws IllegalArgumentException if a value is of another type
     */
    public static FlipswitchProvider offline(Map<String, ?> flags) {
        return offline(new ChangeableFlags(flags));
    }

    /**
     * Makes a provider as {@link #offline(Map)} does, whose flags can be changed while it runs.
     *
     * @param flags the flags
     * @return a new provider
     */
    public static FlipswitchProvider offline(ChangeableFlags flags) {
        return new FlipswitchProviderBuilder(null).offlineFlags(flags.flags()).build();
    }

    @Override
    public Metadata getMetadata() {
        return () -> "flipswitch";
    }

    /**
     * How the event stream stands.
     *
     * @return the status; {@link SseStatus#DISCONNECTED} where real time is off
     */
    public SseStatus getSseStatus() {
        return updates.status();
    }

    /**
     * How this provider stands with its server, for health checks and metrics.
     *
     * @return the state of this moment
     */
    public ServerContact getServerContact() {
        return contact.now();
    }

    /**
     * Opens the event stream anew at once, without waiting for the next attempt; all values are fetched afresh after it.
     * However often it is called, one attempt is made. It does nothing where real time is off, before
     * {@link #initialize} and after {@link #shutdown()}.
     */
    public void reconnect() {
        updates.reconnect();
    }

    /**
     * Adds a listener of changes. It is notified of each flag that changed, in the order of the changes, after the new
     * value is visible to evaluations. It may block its thread: nobody else waits for it. What it throws is logged.
     * Several changes of the same flag that follow closely, or wait for a listener that has fallen far behind, arrive
     * as one. If the server can't be asked for the values, the listener is notified once it can.
     *
     * @param listener notified of each change from now on
     */
    public void addFlagChangeListener(Consumer<FlagChange> listener) {
        announcements.changes().add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Removes a listener, which is not notified any more.
     *
     * @param listener one that was added
     */
    public void removeFlagChangeListener(Consumer<FlagChange> listener) {
        announcements.changes().remove(listener);
    }

    /**
     * Adds a listener of the event stream's status, notified as one of changes is.
     *
     * @param listener notified of each new status from now on
     */
    public void addSseStatusListener(Consumer<SseStatus> listener) {
        announcements.statuses().add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Removes a listener, which is not notified any more.
     *
     * @param listener one that was added
     */
    public void removeSseStatusListener(Consumer<SseStatus> listener) {
        announcements.statuses().remove(listener);
    }

    /**
     * Adds a listener of the API key's rotation, notified as one of changes is. A warning is logged without one, too.
     *
     * @param listener notified when the server announces that the key is being replaced
     */
    public void addApiKeyRotationListener(Consumer<ApiKeyRotation> listener) {
        announcements.rotations().add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Removes a listener, which is not notified any more.
     *
     * @param listener one that was added
     */
    public void removeApiKeyRotationListener(Consumer<ApiKeyRotation> listener) {
        announcements.rotations().remove(listener);
    }

    /**
     * Connects. If the server is down, this ends within the {@code initTimeout}. Without known values it ends in
     * {@code GeneralError}. Evaluations then give their defaults, and PROVIDER_READY follows by itself. Where a
     * {@code cacheFile} holds the last known values, it ends normally, and PROVIDER_STALE follows.
     *
     * @param evaluationContext what OpenFeature's API says of the application's context
     * @throws FatalError if the server refuses the API key and nothing is known
     * @throws GeneralError if the server cannot be asked and nothing is known, or this provider was shut down
     */
    @Override
    public void initialize(@Nullable EvaluationContext evaluationContext) {
        if (flags.isClosed()) {
            throw new GeneralError(Messages.usedAfterShutdown());
        }
        context.setOfApi(evaluationContext);
        flags.restore();
        if (!started.getAndSet(true)) {
            updates.start();
        }
        boolean successfully = false;
        try {
            InitialFetch.awaitOrGoOn(handler, flags, threads, settings);
            successfully = true;
        } finally {
            announcements.openFeature().initialized(successfully);
            threads.after(SOON, announcements.openFeature()::openGate); // after the SDK has noted how this ended
        }
    }

    /**
     * Ends the connections and this provider's threads, for whose end it waits 2 s at most. Evaluations, also those under way,
     * end in PROVIDER_NOT_READY with their default, and nothing is asked any more. The executor, the thread factory and what else
     * the HTTP client was given are let go of. May be called more than once. A {@code cacheFile} is written, for which this
     * waits a second at most.
     */
    @Override
    public void shutdown() {
        threads.endWarnings();
        try {
            flags.close();
            updates.close();
            threads.shutdown();
            announcements.close();
            flags.keep();
            backend.closing().run();
            threads.awaitEnd();
        } finally {
            super.shutdown();
        }
    }

    /**
     * Evaluates all flags at once, for a page or a front end. The answer is kept, and asked for again when something has
     * changed.
     *
     * @param context the context, to which nothing is added
     * @return each flag's evaluation by its key; the last known ones, with the reason {@code STALE}, while the server
     *     cannot be asked
     * @throws GeneralError if the server cannot be asked and nothing is known for this context
     * @throws ProviderNotReadyError if this provider has been shut down
     */
    public Map<String, FlagEvaluationDetails<Value>> evaluateAll(EvaluationContext context) {
        return ProviderEvaluations.ofAll(flags.all(this.context.ofOnly(context)));
    }

    /**
     * Makes a context ready for many evaluations. The application's own context belongs to it, as it is now.
     *
     * @param context the context, as OpenFeature's client would give it to this provider
     * @return the flags for it; to be kept only as long as neither context changes
     */
    public ContextFlags forContext(EvaluationContext context) {
        return new ContextFlags(flags, this.context.of(context));
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, ValueReader.BOOLEAN);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(String key, String defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, ValueReader.STRING);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, ValueReader.INTEGER);
    }

    @Override
    public ProviderEvaluation<Long> getLongEvaluation(String key, Long defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, ValueReader.LONG);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, ValueReader.DOUBLE);
    }

    /** A flag of any type can be asked for as an object: the {@code Value} holds what it is. */
    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(String key, Value defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, ValueReader.OBJECT);
    }

    private <T> ProviderEvaluation<T> evaluate(
            String key, T defaultValue, @Nullable EvaluationContext specific, ValueReader<T> type) {
        Lookup<OfrepEvaluation> found =
                flags.isClosed() ? FlagCache.afterClose() : flags.get(key, context.of(specific));
        return ProviderEvaluations.of(key, defaultValue, found, type);
    }

    @Override
    public String toString() {
        return "FlipswitchProvider[sseStatus=" + getSseStatus() + "]";
    }
}
