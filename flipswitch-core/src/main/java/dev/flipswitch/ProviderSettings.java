package dev.flipswitch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A provider's settings, checked by the builder. Its text leaves the API key out. */
record ProviderSettings(
        String apiKey,
        String baseUrl,
        boolean realtime,
        Duration pollingInterval,
        Duration initTimeout,
        Duration evaluationTimeout,
        int cacheSize) {

    /** The headers of every request. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-API-Key", apiKey);
        headers.put("X-Flipswitch-SDK", "java/" + version());
        headers.put("X-Flipswitch-Runtime", "java/" + System.getProperty("java.version"));
        headers.put(
                "X-Flipswitch-OS",
                System.getProperty("os.name").toLowerCase(Locale.ROOT) + "/" + System.getProperty("os.arch"));
        headers.put("X-Flipswitch-Features", "sse=" + realtime);
        return headers;
    }

    private static String version() {
        try (InputStream text = ProviderSettings.class.getResourceAsStream("version.txt")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "ProviderSettings[realtime=" + realtime + "]";
    }
}
