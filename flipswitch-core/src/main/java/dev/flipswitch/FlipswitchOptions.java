package dev.flipswitch;

import java.util.Locale;
import java.util.Optional;

/**
 * What the environment says of the flag server. Each option is a system property or, where that says nothing, an
 * environment variable of the same name in capitals with underscores ({@code FLIPSWITCH_API_KEY}). Immutable. Its text
 * leaves the API key out.
 *
 * @param apiKey {@code flipswitch.api-key}: the API key of the application's environment; empty if there is none
 * @param baseUrl {@code flipswitch.base-url}: the flag server; {@value FlipswitchProviderBuilder#DEFAULT_BASE_URL} by
 *     default
 * @param domain {@code flipswitch.domain}: the OpenFeature domain that the provider is registered under;
 *     {@value FlipswitchProvider#DEFAULT_DOMAIN} by default
 */
public record FlipswitchOptions(String apiKey, String baseUrl, String domain) {

    /**
     * Reads the options as they are now.
     *
     * @return the options, not yet checked
     */
    public static FlipswitchOptions fromEnvironment() {
        return new FlipswitchOptions(
                find("flipswitch.api-key").orElse(""),
                find("flipswitch.base-url").orElse(FlipswitchProviderBuilder.DEFAULT_BASE_URL),
                find("flipswitch.domain").orElse(FlipswitchProvider.DEFAULT_DOMAIN));
    }

    /**
     * Begins to build a provider with these options.
     *
     * @return a builder
     * @throws IllegalArgumentException if there is no API key, or one of the options is unusable
     */
    public FlipswitchProviderBuilder newBuilder() {
        if (apiKey.isEmpty()) {
            throw new IllegalArgumentException(Messages.noApiKey());
        }
        return FlipswitchProvider.builder(apiKey).baseUrl(baseUrl);
    }

    private static Optional<String> find(String name) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return Optional.ofNullable(System.getProperty(name))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank()))
                .map(String::strip);
    }

    @Override
    public String toString() {
        return "FlipswitchOptions[domain=" + domain + "]";
    }
}
