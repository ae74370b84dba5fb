package dev.flipswitch.server.launcher;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the console readable: one line per message, and of the libraries only warnings. An operator's own {@code
 * java.util.logging} configuration goes before. Holds the loggers, which would else forget their levels.
 */
final class Logs {

    private static final List<String> LIBRARIES =
            List.of("org.eclipse.jetty", "org.jboss.weld", "org.glassfish.jersey", "org.flywaydb", "com.zaxxer.hikari");

    private final List<Logger> libraries;

    private Logs(List<Logger> libraries) {
        this.libraries = libraries;
    }

    static Logs quiet() {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return new Logs(List.of());
        }
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n");
        }
        Logs logs = new Logs(LIBRARIES.stream().map(Logger::getLogger).toList());
        logs.libraries.forEach(logger -> logger.setLevel(Level.WARNING));
        return logs;
    }
}
