package dev.flipswitch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a client says about itself to the server. Stateless. */
final class Telemetry {
    private Telemetry() {}

    static Map<String, String> headers(boolean realtime) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Flipswitch-SDK", "java/" + version());
        headers.put("X-Flipswitch-Runtime", "java/" + System.getProperty("java.version"));
        headers.put(
                "X-Flipswitch-OS",
                System.getProperty("os.name").toLowerCase(Locale.ROOT) + "/" + System.getProperty("os.arch"));
        headers.put("X-Flipswitch-Features", "sse=" + realtime);
        return headers;
    }

    private static String version() {
        try (InputStream text = Telemetry.class.getResourceAsStream("version.txt")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
