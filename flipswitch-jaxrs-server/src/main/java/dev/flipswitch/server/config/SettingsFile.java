package dev.flipswitch.server.config;

import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Reads a file of settings, in UTF-8 and the format of {@link Properties}. Stateless. */
final class SettingsFile {

    private SettingsFile() {}

    /**
     * Reads it.
     *
     * @throws StartupFailure if it can't be read
     */
    static Map<String, String> read(String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure(Messages.fileUnusable(file, reason(e)), e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private static String reason(Exception e) {
        return e instanceof InvalidPathException ? "no path of a file" : e.toString();
    }
}
