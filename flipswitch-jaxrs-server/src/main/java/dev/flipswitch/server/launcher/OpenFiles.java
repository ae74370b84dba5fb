package dev.flipswitch.server.launcher;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.flipswitch.server.config.Settings;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many connections this process can have open, given how many files it may. Some stay for the database, for files
 * and for whatever the process begins to use later, and some of the connections for operators. Immutable.
 *
 * @param limit how many files it may have open
 * @param connections how many of these may be connections
 */
record OpenFiles(long limit, int connections) {

    /** The runtime, the application's libraries and the database; about a hundred are used. */
    private static final int FILES = 192;

    /** For requests, above all those of operators; streams never have them. */
    private static final int REQUESTS = 64;

    private static final int LEAST_CONNECTIONS = 16;

    /**
     * Asks the operating system.
     *
     * @param databaseConnections what the database needs
     * @return any number of connections where there is no limit, or where it can't be read
     */
    static OpenFiles of(int databaseConnections) {
        return of(ofThisProcess(), databaseConnections);
    }

    static OpenFiles of(OptionalLong limit, int databaseConnections) {
        if (limit.isEmpty()) {
            return new OpenFiles(Long.MAX_VALUE, Integer.MAX_VALUE);
        }
        long connections = Math.max(LEAST_CONNECTIONS, limit.getAsLong() - FILES - databaseConnections);
        return new OpenFiles(limit.getAsLong(), (int) Math.min(connections, Integer.MAX_VALUE));
    }

    /** How many event streams there may be. */
    int streams() {
        return Math.max(connections - REQUESTS, connections / 2);
    }

    /** Whether there may be fewer event streams than the settings say. */
    boolean areTooFewFor(Settings settings) {
        int wanted = settings.streams().maxConnections();
        return connections < Integer.MAX_VALUE && (wanted == 0 || wanted > streams());
    }

    /** The settings, but with no more event streams than there may be. */
    Map<String, String> within(Map<String, String> settings) {
        Map<String, String> fewer = new HashMap<>(settings);
        fewer.put(Settings.property("max-connections"), Integer.toString(streams()));
        return fewer;
    }

    private static OptionalLong ofThisProcess() {
        try {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                            && unix.getMaxFileDescriptorCount() > 0
                    ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                    : OptionalLong.empty();
        } catch (LinkageError e) {
            return OptionalLong.empty(); // a JDK without it
        }
    }
}
