package dev.flipswitch.settings;

import java.util.Map;

/**
 * The texts that settings are read from. Immutable.
 *
 * @param properties system properties, or what stands for them
 * @param environment environment variables
 * @param parameters what a property's name means where neither of them says anything: context parameters, for instance
 */
public record SettingTexts(
        Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
    /** Copies its arguments. */
    public SettingTexts {
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
        parameters = Map.copyOf(parameters);
    }

    public SettingTexts(Map<String, String> properties, Map<String, String> environment) {
        this(properties, environment, Map.of());
    }
}
