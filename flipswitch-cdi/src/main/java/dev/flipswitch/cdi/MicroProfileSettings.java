package dev.flipswitch.cdi;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What MicroProfile Config knows of flipswitch; only to be used where its API is there. Stateless. */
final class MicroProfileSettings {
    private MicroProfileSettings() {}

    /**
     * Settings by their names, each from the source that goes first.
     *
     * @throws IllegalStateException if nothing implements the API
     */
    static Map<String, String> read() {
        Config config = ConfigProvider.getConfig();
        Map<String, String> settings = new HashMap<>();
        StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .flatMap(source -> source.getPropertyNames().stream())
                .filter(name -> name.startsWith(Settings.PREFIX))
                .forEach(name ->
                        config.getOptionalValue(name, String.class).ifPresent(value -> settings.put(name, value)));
        return settings;
    }
}
