package dev.flipswitch;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.offline.OfflineFlags;
import dev.flipswitch.offline.OfflineFlagsReader;
import dev.flipswitch.settings.Setting;
import dev.flipswitch.settings.SettingReader;
import dev.flipswitch.settings.SettingTexts;
import dev.flipswitch.settings.UnknownSettings;
import java.util.Map;
import java.util.Optional;

/** Makes a builder of options. Stateless. */
final class OptionsReader {
    private OptionsReader() {}

    /**
     * A builder with the options.
     *
     * @throws IllegalArgumentException if some are unusable or missing; the message has a line for each
     */
    static FlipswitchProviderBuilder toBuilder(SettingTexts texts) {
        SettingReader reader = new SettingReader(texts, Messages::badSetting);
        Optional<OfflineFlags> offline = OfflineFlagsReader.read(texts, reader::problem);
        Optional<String> apiKey = reader.read(Setting.API_KEY);
        Map<String, String> headers = reader.read(Setting.HEADERS).orElse(Map.of());
        if (!reader.hasProblems() && apiKey.isEmpty() && offline.isEmpty() && !holdCredential(headers)) {
            reader.problem(Messages.noApiKey(UnknownSettings.meaning(Setting.API_KEY, texts)));
        }
        FlipswitchProviderBuilder builder = new FlipswitchProviderBuilder(apiKey.isPresent() ? apiKey::get : null);
        builder.headers(headers);
        offline.ifPresent(builder::offlineFlags);
        reader.read(Setting.BASE_URL).ifPresent(builder::baseUrl);
        reader.read(Setting.REALTIME).ifPresent(builder::enableRealtime);
        reader.read(Setting.POLLING_INTERVAL).ifPresent(builder::pollingInterval);
        reader.read(Setting.POLLING_FALLBACK).ifPresent(builder::enablePollingFallback);
        reader.read(Setting.MAX_SSE_RETRIES).ifPresent(builder::maxSseRetries);
        reader.read(Setting.INIT_TIMEOUT).ifPresent(builder::initTimeout);
        reader.read(Setting.EVALUATION_TIMEOUT).ifPresent(builder::evaluationTimeout);
        reader.read(Setting.CACHE_SIZE).ifPresent(builder::cacheSize);
        reader.read(Setting.CACHE_FILE).ifPresent(builder::cacheFile);
        reader.read(Setting.TELEMETRY).ifPresent(builder::enableTelemetry);
        var unused = reader.read(Setting.OPTIONAL); // flipswitch-cdi goes by it
        reader.throwProblems();
        return builder;
    }

    private static boolean holdCredential(Map<String, String> headers) {
        return headers.keySet().stream()
                .anyMatch(name -> name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("X-API-Key"));
    }
}
