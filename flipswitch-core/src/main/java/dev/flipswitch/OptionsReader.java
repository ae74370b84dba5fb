package dev.flipswitch;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.offline.OfflineFlags;
import dev.flipswitch.offline.OfflineFlagsReader;
import dev.flipswitch.settings.Setting;
import dev.flipswitch.settings.SettingTexts;
import dev.flipswitch.settings.UnknownSettings;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a builder of options, and collects all that is wrong with them on the way. For one thread. */
final class OptionsReader {
    private final SettingTexts texts;
    private final Set<String> problems = new LinkedHashSet<>();

    OptionsReader(SettingTexts texts) {
        this.texts = texts;
    }

    /**
     * A builder with the options.
     *
     * @throws IllegalArgumentException if some are unusable or missing; the message has a line for each
     */
    FlipswitchProviderBuilder toBuilder() {
        Optional<OfflineFlags> offline = OfflineFlagsReader.read(texts, problems::add);
        Optional<String> apiKey = read(Setting.API_KEY);
        Map<String, String> headers = read(Setting.HEADERS).orElse(Map.of());
        if (problems.isEmpty() && apiKey.isEmpty() && offline.isEmpty() && !holdCredential(headers)) {
            problems.add(Messages.noApiKey(UnknownSettings.meaning(Setting.API_KEY, texts)));
        }
        FlipswitchProviderBuilder builder = new FlipswitchProviderBuilder(apiKey.isPresent() ? apiKey::get : null);
        builder.headers(headers);
        offline.ifPresent(builder::offlineFlags);
        read(Setting.BASE_URL).ifPresent(builder::baseUrl);
        read(Setting.REALTIME).ifPresent(builder::enableRealtime);
        read(Setting.POLLING_INTERVAL).ifPresent(builder::pollingInterval);
        read(Setting.POLLING_FALLBACK).ifPresent(builder::enablePollingFallback);
        read(Setting.MAX_SSE_RETRIES).ifPresent(builder::maxSseRetries);
        read(Setting.INIT_TIMEOUT).ifPresent(builder::initTimeout);
        read(Setting.EVALUATION_TIMEOUT).ifPresent(builder::evaluationTimeout);
        read(Setting.CACHE_SIZE).ifPresent(builder::cacheSize);
        read(Setting.CACHE_FILE).ifPresent(builder::cacheFile);
        read(Setting.TELEMETRY).ifPresent(builder::enableTelemetry);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return builder;
    }

    private static boolean holdCredential(Map<String, String> headers) {
        return headers.keySet().stream()
                .anyMatch(name -> name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("X-API-Key"));
    }

    private <T> Optional<T> read(Setting<T> setting) {
        try {
            return setting.in(texts).map(Setting.Given::value);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
