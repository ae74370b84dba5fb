package dev.flipswitch;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.offline.OfflineFlags;
import dev.flipswitch.settings.HttpSettings;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.settings.SettingValidation;
import java.lang.System.Logger.Level;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects a provider's settings; each is checked when it is given. Not thread-safe.
 *
 * @see FlipswitchProvider#builder(String)
 */
public final class FlipswitchProviderBuilder {
    private static final System.Logger LOG = System.getLogger(FlipswitchProviderBuilder.class.getName());

    /** The server of a provider whose base URL is not set; a warning is logged. */
    public static final String DEFAULT_BASE_URL = "https://api.flipswitch.io";

    private final @Nullable Supplier<String> apiKey;
    private @Nullable String baseUrl;
    private Map<String, String> headers = Map.of();
    private boolean telemetry = true;
    private boolean realtime = true;
    private boolean pollingFallback = true;
    private int maxSseRetries = 5;
    private Duration pollingInterval = Duration.ofSeconds(30);
    private Duration initTimeout = Duration.ofSeconds(2);
    private Duration evaluationTimeout = Duration.ofSeconds(2);
    private int cacheSize = 10_000;
    private @Nullable EvaluationContextSupplier context;
    private @Nullable Path cacheFile;
    private @Nullable OfflineFlags offlineFlags;
    private HttpSettings http = HttpSettings.DEFAULT;

    /** A builder; the key is null where headers hold what the server asks for, or none is asked. */
    FlipswitchProviderBuilder(@Nullable Supplier<String> apiKey) {
        this.apiKey = apiKey;
    }

    /**
     * The flag server's base URL; it may have a path.
     *
     * @param url an http or https URL; {@value #DEFAULT_BASE_URL} by default
     * @return this
     * @throws IllegalArgumentException if it is none
     */
    public FlipswitchProviderBuilder baseUrl(String url) {
        baseUrl = SettingValidation.baseUrl(url);
        return this;
    }

    /**
     * Whether changes arrive by an event stream, as they happen.
     *
     * @param enabled true by default; if false, the server is asked every {@code pollingInterval}
     * @return this
     */
    public FlipswitchProviderBuilder enableRealtime(boolean enabled) {
        realtime = enabled;
        return this;
    }

    /**
     * Whether the server is polled while no event stream lives.
     *
     * @param enabled true by default
     * @return this
     * @see #maxSseRetries(int)
     */
    public FlipswitchProviderBuilder enablePollingFallback(boolean enabled) {
        pollingFallback = enabled;
        return this;
    }

    /**
     * After how many failed attempts in a row to get the event stream back polling takes over, until the stream is
     * back. Polling begins earlier if no stream has lived for a {@code pollingInterval}.
     *
     * @param retries at least 0; 5 by default
     * @return this
     */
    public FlipswitchProviderBuilder maxSseRetries(int retries) {
        maxSseRetries = SettingValidation.notNegative("maxSseRetries", retries);
        return this;
    }

    /**
     * How often the server is asked for changes where real time is off, or no event stream has lived for so long.
     *
     * @param interval from 1 ms to 24 h; 30 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public FlipswitchProviderBuilder pollingInterval(Duration interval) {
        pollingInterval = SettingValidation.duration("pollingInterval", interval);
        return this;
    }

    /**
     * How long {@link FlipswitchProvider#initialize} waits for the server.
     *
     * @param timeout from 1 ms to 24 h; 2 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public FlipswitchProviderBuilder initTimeout(Duration timeout) {
        initTimeout = SettingValidation.duration("initTimeout", timeout);
        return this;
    }

    /**
     * How long an evaluation waits for the server where the cache has no fresh value.
     *
     * @param timeout from 1 ms to 24 h; 2 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public FlipswitchProviderBuilder evaluationTimeout(Duration timeout) {
        evaluationTimeout = SettingValidation.duration("evaluationTimeout", timeout);
        return this;
    }

    /**
     * How many values the cache keeps; a flag has one for each evaluation context that it was evaluated in.
     *
     * @param entries at least 1; 10,000 by default
     * @return this
     */
    public FlipswitchProviderBuilder cacheSize(int entries) {
        cacheSize = SettingValidation.cacheSize(entries);
        return this;
    }

    /**
     * A file that keeps the last known values, so that they survive a restart while the server is down. It holds flags,
     * values and hashes of evaluation contexts, no key. One provider writes it.
     *
     * @param file where it is or will be; its folder must exist; none by default
     * @return this
     */
    public FlipswitchProviderBuilder cacheFile(Path file) {
        cacheFile = Objects.requireNonNull(file, "cacheFile");
        return this;
    }

    /**
     * The application's own evaluation context, with which each evaluation begins; changes are found in it, too.
     *
     * @param supplier asked each time; the context given to OpenFeature's API if none is given
     * @return this
     */
    public FlipswitchProviderBuilder evaluationContext(EvaluationContextSupplier supplier) {
        context = Objects.requireNonNull(supplier, "evaluationContext");
        return this;
    }

    /**
     * Headers to add to each request.
     *
     * @param added names and values; none by default
     * @return this
     * @throws IllegalArgumentException if one can't be sent; the message does not hold its value
     */
    public FlipswitchProviderBuilder headers(Map<String, String> added) {
        added.forEach(SettingValidation::header);
        headers = Map.copyOf(added);
        return this;
    }

    /**
     * Whether requests name to the server the versions of this SDK, of Java and of the operating system
     * ({@code X-Flipswitch-*}).
     *
     * @param enabled true by default
     * @return this
     */
    public FlipswitchProviderBuilder enableTelemetry(boolean enabled) {
        telemetry = enabled;
        return this;
    }

    /**
     * How TLS is done.
     *
     * @param context the JDK's default if none is given
     * @return this
     */
    public FlipswitchProviderBuilder sslContext(SSLContext context) {
        http = http.with(Objects.requireNonNull(context, "sslContext"));
        return this;
    }

    /**
     * Which proxies are used.
     *
     * @param selector the JDK's default if none is given
     * @return this
     */
    public FlipswitchProviderBuilder proxySelector(ProxySelector selector) {
        http = http.with(Objects.requireNonNull(selector, "proxySelector"));
        return this;
    }

    /**
     * Who answers a proxy's or a server's demand for credentials.
     *
     * @param answering nobody if none is given
     * @return this
     */
    public FlipswitchProviderBuilder authenticator(Authenticator answering) {
        http = http.with(Objects.requireNonNull(answering, "authenticator"));
        return this;
    }

    /**
     * What runs this provider's work: the HTTP client's, and the listeners, each of which may block one of its threads.
     *
     * @param threads stays the caller's to shut down; the provider's own daemon threads if none is given, and for
     *     what it refuses
     * @return this
     */
    public FlipswitchProviderBuilder executor(Executor threads) {
        http = http.with(Objects.requireNonNull(threads, "executor"));
        return this;
    }

    /**
     * What makes the provider's own threads: a container's {@code ManagedThreadFactory}, for instance.
     *
     * @param factory of plain threads, by default; where it refuses, plain ones take their place. All are daemons
     * @return this
     */
    public FlipswitchProviderBuilder threadFactory(ThreadFactory factory) {
        http = http.withThreads(Objects.requireNonNull(factory, "threadFactory"));
        return this;
    }

    /**
     * A whole HTTP client, which may be shared by providers. It must not follow redirects itself, since it would carry the
     * API key along; its connect timeout applies.
     *
     * @param client in place of one that this provider makes with {@code sslContext}, {@code proxySelector} and
     *     {@code authenticator}, which must not be given then
     * @return this
     * @throws IllegalArgumentException if it follows redirects
     */
    public FlipswitchProviderBuilder httpClient(HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(Messages.redirectingClient());
        }
        http = http.with(client);
        return this;
    }

    /** Asks no server: these are all the flags there are. */
    FlipswitchProviderBuilder offlineFlags(OfflineFlags flags) {
        offlineFlags = flags;
        return this;
    }

    /**
     * Builds the provider. Nothing is connected before {@link FlipswitchProvider#initialize}, which the OpenFeature SDK
     * calls.
     *
     * @return a new provider
     * @throws IllegalArgumentException if settings contradict each other
     */
    public FlipswitchProvider build() {
        ProviderSettings settings = settings();
        if (baseUrl == null && offlineFlags == null) {
            LOG.log(Level.WARNING, Messages.defaultServer(DEFAULT_BASE_URL));
        }
        return new FlipswitchProvider(settings, offlineFlags, http, System::nanoTime);
    }

    /** The settings as they are now. */
    ProviderSettings settings() {
        http.check();
        return new ProviderSettings(
                apiKey,
                baseUrl == null ? DEFAULT_BASE_URL : baseUrl,
                ProviderSettings.fixedHeaders(telemetry ? Telemetry.headers(realtime) : Map.of(), headers, apiKey),
                realtime,
                pollingFallback,
                maxSseRetries,
                pollingInterval,
                initTimeout,
                evaluationTimeout,
                cacheSize,
                context == null ? null : context::get,
                offlineFlags == null ? cacheFile : null);
    }
}
