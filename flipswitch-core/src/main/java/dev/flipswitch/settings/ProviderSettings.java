package dev.flipswitch.settings;

import dev.openfeature.sdk.EvaluationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider's settings, checked by the builder. Immutable. Its text leaves the API key out.
 *
 * @param apiKey null where the fixed headers hold what the server asks for, or no server is asked
 * @param context null if the application's context is the one given to OpenFeature's API
 * @param cacheFile null if nothing outlives the process
 */
public record ProviderSettings(
        @Nullable Supplier<String> apiKey,
        String baseUrl,
        Map<String, String> fixedHeaders,
        boolean realtime,
        boolean pollingFallback,
        int maxSseRetries,
        Duration pollingInterval,
        Duration initTimeout,
        Duration evaluationTimeout,
        int cacheSize,
        @Nullable Supplier<EvaluationContext> context,
        @Nullable Path cacheFile) {

    /** The headers that all requests have; given ones go over telemetry's, and each request's own API key over both. */
    public static Map<String, String> fixedHeaders(
            Map<String, String> telemetry, Map<String, String> given, @Nullable Supplier<String> apiKey) {
        Map<String, String> fixed = new LinkedHashMap<>(telemetry);
        fixed.putAll(given);
        if (apiKey != null) {
            fixed.keySet().removeIf("X-API-Key"::equalsIgnoreCase);
        }
        return Map.copyOf(fixed);
    }

    /**
     * The headers of a request, with the API key as it is now.
     *
     * @throws IllegalArgumentException if the key's supplier fails, or gives none that can be sent
     */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>(fixedHeaders);
        if (apiKey != null) {
            headers.put("X-API-Key", ApiKeys.supplied(apiKey));
        }
        return headers;
    }

    @Override
    public String toString() {
        return "ProviderSettings[realtime=" + realtime + "]";
    }
}
