package dev.flipswitch.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** How many files this process, and so each that it starts, may have open. Stateless. */
final class OpenFiles {

    private static final int OTHERS = 500;

    private OpenFiles() {}

    /** The number of clients that is wanted, or how many there can be if each has so many sockets; prints it. */
    static int clients(int wanted, int socketsOfEach) {
        long limit = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        int clients = (int) Math.min(wanted, (limit - OTHERS) / socketsOfEach);
        System.out.printf(
                Locale.ROOT,
                "%d clients%s, %d cores%n",
                clients,
                clients < wanted ? " (ulimit -n does not allow " + wanted + ")" : "",
                Runtime.getRuntime().availableProcessors());
        return clients;
    }
}
