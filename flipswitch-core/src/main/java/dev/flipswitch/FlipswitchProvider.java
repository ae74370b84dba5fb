package dev.flipswitch;

import dev.flipswitch.cache.EvaluationCache;
import dev.flipswitch.cache.Lookup;
import dev.flipswitch.ofrep.Evaluation;
import dev.flipswitch.ofrep.OfrepClient;
import dev.flipswitch.ofrep.OfrepException;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.FatalError;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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

    private final ProviderSettings settings;
    private final EvaluationCache<Evaluation> cache;
    private final OfrepClient ofrep;
    private final UpdateSource updates;
    private final Announcer announcer;
    private final ProviderThreads threads = new ProviderThreads();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean shutDown;

    FlipswitchProvider(ProviderSettings settings, LongSupplier ticker) {
        this.settings = settings;
        HttpClient http = threads.newHttpClient();
        this.ofrep = new OfrepClient(http, settings.baseUrl(), settings.headers());
        this.cache = new EvaluationCache<>(settings.cacheSize(), settings.evaluationTimeout(), ticker, ofrep::evaluate);
        this.announcer = new Announcer(threads.announcements(), new OpenFeatureEmitter());
        UpdateSource.Listener listener = new Updates();
        this.updates = settings.realtime()
                ? new StreamSource(settings, http, threads.loop(), listener)
                : new PollingSource(settings, ofrep, threads.loop(), listener);
    }

    /**
     * Begins to build a provider.
     *
     * @param apiKey the environment's API key
     * @return a builder with the defaults
     * @throws IllegalArgumentException if the key is blank or cannot go into an HTTP header
     */
    public static FlipswitchProviderBuilder builder(String apiKey) {
        return new FlipswitchProviderBuilder(Objects.requireNonNull(apiKey, "apiKey"));
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
     * Opens the event stream anew at once, without waiting for the next attempt; all values are fetched afresh after it.
     * However often it is called, one attempt is made. It does nothing where real time is off, before
     * {@link #initialize} and after {@link #shutdown()}.
     */
    public void reconnect() {
        updates.reconnect();
    }

    /**
     * Adds a listener of changes. It is called on a thread of this provider's, in the order of the changes, after the
     * cache has dropped what the change concerns. What it throws is logged.
     *
     * @param listener told of each change from now on
     */
    public void addFlagChangeListener(Consumer<FlagChange> listener) {
        announcer.addListener(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Removes a listener.
     *
     * @param listener one that was added
     */
    public void removeFlagChangeListener(Consumer<FlagChange> listener) {
        announcer.removeListener(listener);
    }

    /**
     * Connects. A server that is down ends this in {@code GeneralError} within the {@code initTimeout}, and
     * PROVIDER_READY follows by itself; evaluations give their defaults meanwhile.
     *
     * @param evaluationContext the application's context
     * @throws FatalError if the server refuses the API key
     * @throws GeneralError if the server cannot be asked, or this provider was shut down
     */
    @Override
    public void initialize(@Nullable EvaluationContext evaluationContext) {
        if (shutDown) {
            throw new GeneralError(Messages.usedAfterShutdown());
        }
        if (!started.getAndSet(true)) {
            updates.start();
        }
        boolean successfully = false;
        try {
            askOnce(contextJson(evaluationContext));
            successfully = true;
        } finally {
            announcer.initialized(successfully);
            threads.soon(announcer::openGate); // after the SDK has taken note of how this ended
        }
    }

    private void askOnce(String contextJson) {
        CompletableFuture<String> answer = ofrep.version(contextJson, null);
        try {
            answer.get(settings.initTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            String reason = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            if (e.getCause() instanceof OfrepException refused && refused.isRefusal()) {
                throw new FatalError(Messages.initializeRefused(reason), e);
            }
            throw new GeneralError(Messages.initializeFailed(reason), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            String reason = "the flag server did not answer within "
                    + settings.initTimeout().toMillis() + " ms";
            throw new GeneralError(Messages.initializeFailed(reason), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeneralError(Messages.initializeFailed("interrupted"), e);
        }
    }

    /** Closes the stream and ends this provider's threads. May be called more than once. */
    @Override
    public void shutdown() {
        shutDown = true;
        updates.close();
        threads.shutdown();
        announcer.openGate();
        super.shutdown();
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, FlagType.BOOLEAN);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(String key, String defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, FlagType.STRING);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, FlagType.INTEGER);
    }

    @Override
    public ProviderEvaluation<Long> getLongEvaluation(String key, Long defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, FlagType.LONG);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, FlagType.DOUBLE);
    }

    /** A flag of any type can be asked for as an object: the {@code Value} holds what it is. */
    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(String key, Value defaultValue, EvaluationContext ctx) {
        return evaluate(key, defaultValue, ctx, FlagType.OBJECT);
    }

    private <T> ProviderEvaluation<T> evaluate(
            String key, T defaultValue, @Nullable EvaluationContext context, FlagType<T> type) {
        Lookup<Evaluation> found = cache.get(key, contextJson(context));
        return Answers.of(key, defaultValue, found, type);
    }

    private String contextJson(@Nullable EvaluationContext context) {
        return ofrep.contextJson(context == null ? new ImmutableContext() : context);
    }

    @Override
    public String toString() {
        return "FlipswitchProvider[sseStatus=" + getSseStatus() + "]";
    }

    /** Applies news: first to the cache, then to the world. */
    private final class Updates implements UpdateSource.Listener {
        private boolean connectedBefore; // confined to the source's thread

        @Override
        public void connected() {
            boolean somethingWasAsked = connectedBefore || !cache.isEmpty();
            connectedBefore = true;
            cache.invalidateAll();
            announcer.connected();
            if (somethingWasAsked) {
                announcer.changed(FlagChange.any());
            }
        }

        @Override
        public void changed(FlagChange change) {
            change.flagKey().ifPresentOrElse(cache::invalidate, cache::invalidateAll);
            announcer.changed(change);
        }

        @Override
        public void lost() {
            announcer.lost();
        }
    }

    private final class OpenFeatureEmitter implements Announcer.Emitter {

        @Override
        public void ready() {
            emitting(() -> emitProviderReady(details().build()).await());
        }

        @Override
        public void stale() {
            emitting(() -> emitProviderStale(
                            details().message("the flag server can't be heard").build())
                    .await());
        }

        @Override
        public void changed(FlagChange change) {
            List<String> keys = change.flagKey().map(List::of).orElse(List.of());
            emitting(() -> emitProviderConfigurationChanged(
                            details().flagsChanged(keys).build())
                    .await());
        }

        private static ProviderEventDetails.ProviderEventDetailsBuilder<?, ?> details() {
            return ProviderEventDetails.builder();
        }

        private static void emitting(Runnable emission) {
            try {
                emission.run();
            } catch (RejectedExecutionException e) {
                // shut down meanwhile: the SDK's emitter has ended, and nobody wants to know any more
            }
        }
    }
}
