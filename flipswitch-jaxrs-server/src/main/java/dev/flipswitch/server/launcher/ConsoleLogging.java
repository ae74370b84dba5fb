package dev.flipswitch.server.launcher;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the console readable: one line per message. Of the libraries it shows only warnings. Of the pool it shows only
 * errors, since the server itself says when the database is gone. It shows nothing of clients that went away before
 * they had their answer, nor of requests that the stop cut off. An operator's own {@code java.util.logging}
 * configuration goes before. Stateless.
 */
final class ConsoleLogging {

    private static final Map<String, Level> LIBRARIES = Map.of(
            "org.eclipse.jetty", Level.WARNING,
            // reports a failed start, which the one line of ours is there for
            "org.eclipse.jetty.ee10.webapp.WebAppContext", Level.SEVERE,
            // repeats what a client has sent
            "org.eclipse.jetty.util.HostPort", Level.SEVERE,
            "org.eclipse.jetty.http.HttpParser", Level.SEVERE,
            "org.jboss.weld", Level.WARNING,
            "org.glassfish.jersey", Level.WARNING,
            "org.flywaydb", Level.WARNING,
            "com.zaxxer.hikari", Level.SEVERE);

    /** By name, since Jetty's classes are another class loader's. */
    private static final String CLIENT_IS_GONE = "org.eclipse.jetty.io.EofException";

    /** As HK2 says it. */
    private static final String INJECTION_HAS_ENDED = "ServiceLocatorImpl.* has been shut down";

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\u2028\u2029]");
    private static final Pattern CONTROLS_OF_TRACES = Pattern.compile("[\\p{Cc}\u2028\u2029&&[^\t\r\n]]");

    private ConsoleLogging() {}

    /** Sets the levels. Whoever keeps the loggers keeps their levels: else they are garbage, and are made anew. */
    static List<Logger> quiet(Supplier<String> requestId) {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return List.of();
        }
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n");
        }
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new RequestLines(requestId));
            handler.setFilter(line -> !tellsOfAClientThatIsGone(line) && !tellsOfARequestThatWasCutOff(line));
        }
        return LIBRARIES.entrySet().stream().map(ConsoleLogging::limited).toList();
    }

    static boolean tellsOfAClientThatIsGone(LogRecord line) {
        return Stream.iterate(line.getThrown(), Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause.getClass().getName().equals(CLIENT_IS_GONE));
    }

    /** At the stop FLIP-SERVER-0022 says it; what such a request meets then is no news. */
    static boolean tellsOfARequestThatWasCutOff(LogRecord line) {
        return Stream.iterate(line.getThrown(), Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof IllegalStateException
                        && String.valueOf(cause.getMessage()).matches(INJECTION_HAS_ENDED));
    }

    /**
     * A line for each message, with the id of the request that its thread serves. What strangers sent may be in it: no
     * control character is as it was. Thread-safe.
     */
    static final class RequestLines extends SimpleFormatter {

        private final Supplier<String> requestId;

        RequestLines(Supplier<String> requestId) {
            this.requestId = requestId;
        }

        @Override
        public String format(LogRecord line) {
            String text = super.format(line);
            for (Throwable thrown : all(line.getThrown(), new LinkedHashSet<>())) {
                String told = thrown.toString();
                text = text.replace(told, escaped(told, CONTROLS));
            }
            return escaped(text, CONTROLS_OF_TRACES);
        }

        @Override
        public String formatMessage(LogRecord line) {
            String id = requestId.get();
            return (id.isEmpty() ? "" : "[" + id + "] ") + escaped(super.formatMessage(line), CONTROLS);
        }

        private static Set<Throwable> all(@Nullable Throwable thrown, Set<Throwable> found) {
            if (thrown != null && found.add(thrown)) {
                all(thrown.getCause(), found);
                Arrays.stream(thrown.getSuppressed()).forEach(suppressed -> all(suppressed, found));
            }
            return found;
        }

        private static String escaped(@Nullable String text, Pattern controls) {
            return text == null
                    ? ""
                    : controls.matcher(text)
                            .replaceAll(found -> String.format(
                                    "\\\\u%04x", (int) found.group().charAt(0)));
        }
    }

    private static Logger limited(Map.Entry<String, Level> library) {
        Logger logger = Logger.getLogger(library.getKey());
        logger.setLevel(library.getValue());
        return logger;
    }
}
