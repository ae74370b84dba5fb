package dev.flipswitch.settings;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** What MicroProfile Config knows of flipswitch; only to be used where its API is there. Stateless. */
public final class MicroProfileSettings {
    private MicroProfileSettings() {}

    /**
     * Settings by their names, each from the source that goes first.
     *
     * @throws LinkageError if the API is not there
     * @throws IllegalStateException if nothing implements the API
     */
    public static Map<String, String> read() {
        readItsModule();
        Config config = ConfigProvider.getConfig();
        Map<String, String> settings = new HashMap<>();
        for (ConfigSource source : config.getConfigSources()) {
            source.getPropertyNames().stream()
                    .filter(name -> name.startsWith("flipswitch.") && !isVariable(source, name))
                    .forEach(name ->
                            config.getOptionalValue(name, String.class).ifPresent(value -> settings.put(name, value)));
        }
        return settings;
    }

    /** The API's module has no fixed name that ours could require. */
    private static void readItsModule() {
        Class<?> self = MicroProfileSettings.class;
        try {
            Class<?> api = Class.forName("org.eclipse.microprofile.config.Config", false, self.getClassLoader());
            self.getModule().addReads(api.getModule());
        } catch (ClassNotFoundException e) {
            throw new LinkageError("MicroProfile Config is not there", e);
        }
    }

    /** Whether it is an environment variable, of which a source can only guess the name: flipswitch.base.url, for instance. */
    private static boolean isVariable(ConfigSource source, String name) {
        String variable = System.getenv(Setting.variable(name));
        return variable != null && variable.equals(source.getValue(name));
    }
}
