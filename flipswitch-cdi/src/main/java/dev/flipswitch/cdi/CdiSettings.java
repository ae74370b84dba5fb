package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchProvider;
import java.util.Locale;
import java.util.Optional;

/** What the environment says of the flag server. Its text leaves the API key out. */
record CdiSettings(String apiKey, Optional<String> baseUrl, String domain) {

    /**
     * Reads system properties and, where they say nothing, environment variables.
     *
     * @throws IllegalArgumentException if there is no API key
     */
    static CdiSettings read() {
        return new CdiSettings(
                find("flipswitch.api-key").orElseThrow(() -> new IllegalArgumentException(Messages.noApiKey())),
                find("flipswitch.base-url"),
                find("flipswitch.domain").orElse(FlipswitchProvider.DEFAULT_DOMAIN));
    }

    private static Optional<String> find(String name) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return Optional.ofNullable(System.getProperty(name))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank()))
                .map(String::strip);
    }

    /**
     * Builds the provider.
     *
     * @throws IllegalArgumentException if the key or the base URL is unusable
     */
    FlipswitchProvider newProvider() {
        var builder = FlipswitchProvider.builder(apiKey);
        baseUrl.ifPresent(builder::baseUrl);
        return builder.build();
    }

    @Override
    public String toString() {
        return "CdiSettings[domain=" + domain + "]";
    }
}
