package dev.flipswitch.settings;

import java.util.Map;

/**
 * The texts that settings are read from. Immutable.
 *
 * @param properties system properties, or what stands for them
 * @param environment environment variables
 */
public record SettingTexts(Map<String, String> properties, Map<String, String> environment) {
    /** Copies its arguments. */
    public SettingTexts {
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
    }
}
