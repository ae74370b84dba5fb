package dev.flipswitch;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Collects a provider's settings; each is checked when it is given. Not thread-safe.
 *
 * @see FlipswitchProvider#builder(String)
 */
public final class FlipswitchProviderBuilder {
    /** Where a provider goes that is told nothing else. */
    public static final String DEFAULT_BASE_URL = "https://api.flipswitch.io";

    private final String apiKey;
    private String baseUrl = DEFAULT_BASE_URL;
    private boolean realtime = true;
    private Duration pollingInterval = Duration.ofSeconds(30);
    private Duration initTimeout = Duration.ofSeconds(2);
    private Duration evaluationTimeout = Duration.ofSeconds(2);
    private int cacheSize = 10_000;

    FlipswitchProviderBuilder(String apiKey) {
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException(Messages.blankApiKey());
        }
        if (!apiKey.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(Messages.unusableApiKey());
        }
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
        baseUrl = checkedBaseUrl(url);
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
     * How often the server is asked for changes where real time is off.
     *
     * @param interval positive; 30 s by default
     * @return this
     */
    public FlipswitchProviderBuilder pollingInterval(Duration interval) {
        pollingInterval = positive("pollingInterval", interval);
        return this;
    }

    /**
     * How long {@link FlipswitchProvider#initialize} waits for the server.
     *
     * @param timeout positive; 2 s by default
     * @return this
     */
    public FlipswitchProviderBuilder initTimeout(Duration timeout) {
        initTimeout = positive("initTimeout", timeout);
        return this;
    }

    /**
     * How long an evaluation waits for the server where the cache has no fresh value.
     *
     * @param timeout positive; 2 s by default
     * @return this
     */
    public FlipswitchProviderBuilder evaluationTimeout(Duration timeout) {
        evaluationTimeout = positive("evaluationTimeout", timeout);
        return this;
    }

    /**
     * How many values the cache keeps; a flag has one for each evaluation context that it was evaluated in.
     *
     * @param entries at least 1; 10,000 by default
     * @return this
     */
    public FlipswitchProviderBuilder cacheSize(int entries) {
        if (entries < 1) {
            throw new IllegalArgumentException(Messages.badCacheSize(entries));
        }
        cacheSize = entries;
        return this;
    }

    /**
     * Builds the provider. Nothing is connected before {@link FlipswitchProvider#initialize}, which the OpenFeature SDK
     * calls.
     *
     * @return a new provider
     */
    public FlipswitchProvider build() {
        return new FlipswitchProvider(
                new ProviderSettings(
                        apiKey, baseUrl, realtime, pollingInterval, initTimeout, evaluationTimeout, cacheSize),
                System::nanoTime);
    }

    private static String checkedBaseUrl(String url) {
        Objects.requireNonNull(url, "baseUrl");
        try {
            URI uri = URI.create(url.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri.toString().replaceAll("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // the message below says it better
        }
        throw new IllegalArgumentException(Messages.badBaseUrl(url));
    }

    private static Duration positive(String setting, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(Messages.notPositive(setting, value));
        }
        return value;
    }
}
