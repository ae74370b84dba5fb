package dev.flipswitch;

import dev.flipswitch.settings.MicroProfileSettings;
import dev.flipswitch.settings.Setting;
import dev.flipswitch.settings.SettingTexts;
import dev.flipswitch.settings.UnknownSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the environment says of the flag server, or of flags in place of one. Each option is a system property
 * ({@code flipswitch.api-key}) or, where that says nothing, an environment variable of the same name in capitals with
 * underscores ({@code FLIPSWITCH_API_KEY}); {@code docs/configuration.md} lists them. Immutable. Its text leaves all
 * values out but the domain.
 *
 * @param properties system properties; those that don't begin with {@code flipswitch.} are dropped
 * @param environment environment variables; those that begin with neither {@code FLIPSWITCH_} nor {@code OFREP_} are
 *     dropped
 */
public record FlipswitchOptions(Map<String, String> properties, Map<String, String> environment) {

    /**
     * Takes options from elsewhere.
     *
     * @param properties what stands for the system properties; it is copied
     * @param environment what stands for the environment variables; it is copied
     */
    public FlipswitchOptions {
        properties = beginningWith(properties, "flipswitch.");
        environment = beginningWith(environment, "FLIPSWITCH_", "OFREP_");
    }

    private static Map<String, String> beginningWith(Map<String, String> all, String... prefixes) {
        return all.entrySet().stream()
                .filter(entry -> Stream.of(prefixes).anyMatch(entry.getKey()::startsWith))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Reads the options as they are now. Where the application has MicroProfile Config, what that says of them, by its own order
     * of sources, stands for the system properties.
     *
     * @return the options, not yet checked
     */
    public static FlipswitchOptions fromEnvironment() {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null) { // not removed meanwhile
                properties.put(name, value);
            }
        }
        try {
            properties.putAll(MicroProfileSettings.read());
        } catch (LinkageError | IllegalStateException e) {
            // MicroProfile Config, or what implements it, is not there
        }
        return new FlipswitchOptions(properties, System.getenv());
    }

    /**
     * The OpenFeature domain that the provider is registered under: {@code flipswitch.domain}.
     *
     * @return {@value FlipswitchProvider#DEFAULT_DOMAIN} by default
     */
    public String domain() {
        return Setting.DOMAIN.in(texts()).map(Setting.Given::value).orElse(FlipswitchProvider.DEFAULT_DOMAIN);
    }

    /**
     * Checks the options, and nothing more.
     *
     * @throws IllegalArgumentException as {@link #newBuilder()} does
     */
    public void check() {
        var unused = OptionsReader.toBuilder(texts());
    }

    /**
     * Begins to build a provider with these options, and warns of those that nothing reads. With offline flags among
     * them, the provider asks no server.
     *
     * @return a builder
     * @throws IllegalArgumentException if options are unusable, or there is neither an API key nor another credential
     *     nor an offline flag. The message names each as it was given, without secrets, and what would be right
     */
    public FlipswitchProviderBuilder newBuilder() {
        return newBuilder(Optional::of);
    }

    /**
     * Begins to build a provider as {@link #newBuilder()} does, with options that were set under other names.
     *
     * @param names what an option is called where it was set; empty for one that is not to be warned of
     * @return a builder
     * @throws IllegalArgumentException as {@link #newBuilder()} does, with these options' names
     */
    public FlipswitchProviderBuilder newBuilder(Function<String, Optional<String>> names) {
        UnknownSettings.warn(texts(), names);
        return OptionsReader.toBuilder(texts());
    }

    private SettingTexts texts() {
        return new SettingTexts(properties, environment);
    }

    @Override
    public String toString() {
        return "FlipswitchOptions[domain=" + domain() + "]";
    }
}
