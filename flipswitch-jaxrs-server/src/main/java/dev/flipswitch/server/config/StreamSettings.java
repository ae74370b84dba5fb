package dev.flipswitch.server.config;

import java.time.Duration;

/**
 * What the operator wants of event streams. Immutable.
 *
 * @param heartbeat how often idle streams get a heartbeat
 * @param writeTimeout after which time a stream that does not take an event is ended
 * @param eventRetention for how long changes can be replayed to clients that come back
 * @param maxConnections how many streams may be open; 0 for any number
 * @param maxConnectionsPerKey how many with one API key; 0 for any number
 * @param maxConnectionsPerAddress how many from one address; 0 for any number
 */
public record StreamSettings(
        Duration heartbeat,
        Duration writeTimeout,
        Duration eventRetention,
        int maxConnections,
        int maxConnectionsPerKey,
        int maxConnectionsPerAddress) {

    private static final int MOST_CONNECTIONS = 1_000_000;

    static StreamSettings of(Settings settings) {
        return new StreamSettings(
                Duration.ofMillis(number(settings, "heartbeat-millis", "15000", "milliseconds", 10, 60_000)),
                Duration.ofMillis(number(settings, "write-timeout-millis", "10000", "milliseconds", 100, 600_000)),
                Duration.ofHours(number(settings, "event-retention-hours", "168", "hours", 1, 87_600)),
                connections(settings, "max-connections", "20000"),
                connections(settings, "max-connections-per-key", "0"),
                connections(settings, "max-connections-per-address", "0"));
    }

    private static int connections(Settings settings, String name, String standard) {
        return number(settings, name, standard, "connections", 0, MOST_CONNECTIONS);
    }

    private static int number(Settings settings, String name, String standard, String unit, int least, int most) {
        return settings.parse(name, standard, "a number of " + unit + " from " + least + " to " + most, value -> {
            int number = Settings.number(value);
            return number < least || number > most ? null : number;
        });
    }
}
