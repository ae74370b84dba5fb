package dev.flipswitch.server.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, the first of which goes before the others. Immutable.
 *
 * @param overrides what an embedder passed, by the property's name
 * @param properties system properties
 * @param environment environment variables
 * @param file what the settings file holds, by the property's name
 */
record SettingSources(
        Map<String, String> overrides,
        Map<String, String> properties,
        Map<String, String> environment,
        Map<String, String> file) {

    /** Copies. */
    SettingSources {
        overrides = Map.copyOf(overrides);
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
        file = Map.copyOf(file);
    }

    SettingSources withFile(Map<String, String> values) {
        return new SettingSources(overrides, properties, environment, values);
    }

    @Nullable
    String value(String property) {
        if (overrides.containsKey(property)) {
            return overrides.get(property);
        }
        if (properties.containsKey(property)) {
            return properties.get(property);
        }
        String variable = environment.get(Settings.variable(property));
        return variable == null ? file.get(property) : variable;
    }

    /** The server's settings that are set, as they are named where they stand. */
    List<String> names() {
        Stream<String> named = Stream.of(overrides, properties)
                .flatMap(source -> source.keySet().stream())
                .filter(name -> name.startsWith(Settings.PREFIX));
        Stream<String> variables =
                environment.keySet().stream().filter(name -> name.startsWith(Settings.VARIABLE_PREFIX));
        return Stream.of(named, variables, file.keySet().stream())
                .flatMap(names -> names)
                .distinct()
                .sorted()
                .toList();
    }
}
