package dev.flipswitch.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Measures how soon a change reaches the last of thousands of event streams, beside a bare asynchronous servlet that writes
 * the same bytes on the same Jetty, by turns; and what stalled clients do to the others. Arguments are the path of the
 * WAR and, if it is not to be 10000, the number of clients.
 */
public final class FanOut {

    private static final int CLIENTS = 10_000;
    private static final int TURNS = 2;
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 15;
    private static final int STALL_CLIENTS = 1_000;
    private static final int STALL_ROUNDS = 100;
    private static final int STALL_MOST_ROUNDS = 10_000;
    private static final int FILES_FOR_OTHERS = 500;
    private static final double MILLIS = 1e6;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private interface Act {
        void run() throws IOException, InterruptedException;
    }

    private final FanOutServer server;

    private FanOut(FanOutServer server) {
        this.server = server;
    }

    /**
     * Measures and prints.
     *
     * @param arguments the path of the WAR and the number of clients
     * @throws Exception if the server can't be started or clients don't get what they should
     */
    public static void main(String[] arguments) throws Exception {
        int wanted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : CLIENTS;
        int clients = (int) Math.min(wanted, openFiles() - FILES_FOR_OTHERS);
        System.out.printf(
                Locale.ROOT,
                "%d clients%s, %d cores%n",
                clients,
                clients < wanted ? " (ulimit -n does not allow " + wanted + ")" : "",
                Runtime.getRuntime().availableProcessors());
        try (FanOutServer server = new FanOutServer(Path.of(arguments[0]))) {
            FanOut fanOut = new FanOut(server);
            System.out.println("                 open all   told last: least    median     worst   heap per client");
            for (int turn = 0; turn < TURNS; turn++) {
                double bare = fanOut.row("bare servlet", "/bare", clients, server::broadcastBare);
                double ours = fanOut.row("flipswitch", "/api/v1/flags/events", clients, server::toggle);
                System.out.printf(Locale.ROOT, "ratio of medians %.2f%n", ours / bare);
            }
            fanOut.stalled(Math.min(clients, STALL_CLIENTS));
        }
    }

    /** Prints a row and returns the median of the times until the last client was told. */
    private double row(String name, String path, int count, Act broadcast) throws Exception {
        long before = server.heapBytes();
        try (FanOutClients clients = new FanOutClients(server.port(), path, FanOutServer.KEY)) {
            Duration opening = clients.open(count, LIMIT);
            double heap = (server.heapBytes() - before) / (double) count;
            for (int i = 0; i < WARM_UP; i++) {
                round(clients, 0, broadcast);
            }
            long[] last = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long[] times = round(clients, 0, broadcast);
                last[i] = times[times.length - 1];
            }
            long[] sorted = LongStream.of(last).sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %8.1f s         %8.0f ms %6.0f ms %6.0f ms   %8.0f B%n",
                    name,
                    opening.toMillis() / 1000.0,
                    sorted[0] / MILLIS,
                    sorted[ROUNDS / 2] / MILLIS,
                    sorted[ROUNDS - 1] / MILLIS,
                    heap);
            return sorted[ROUNDS / 2];
        }
    }

    private void stalled(int count) throws Exception {
        try (FanOutClients clients = new FanOutClients(server.port(), "/api/v1/flags/events", FanOutServer.KEY)) {
            clients.open(count, LIMIT);
            double without = percentile99(clients, 0);
            clients.stall(count / 2);
            double collapsed = server.metric("flipswitch_events_collapsed_total");
            int rounds = 0;
            while (server.metric("flipswitch_events_collapsed_total") < collapsed + count / 2.0
                    && rounds < STALL_MOST_ROUNDS) {
                for (int i = 0; i < STALL_ROUNDS; i++) {
                    round(clients, count / 2, server::toggle);
                }
                rounds += STALL_ROUNDS;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d clients: 99th percentile %.1f ms; of %d while the others stall: %.1f ms (%d events until all"
                            + " their queues had overflowed)%n",
                    count,
                    without,
                    count - count / 2,
                    percentile99(clients, count / 2),
                    rounds);
        }
    }

    private double percentile99(FanOutClients clients, int stalled) throws Exception {
        long[][] all = new long[STALL_ROUNDS][];
        for (int i = 0; i < STALL_ROUNDS; i++) {
            all[i] = round(clients, stalled, server::toggle);
        }
        long[] sorted =
                Arrays.stream(all).flatMapToLong(LongStream::of).sorted().toArray();
        return sorted[sorted.length * 99 / 100] / MILLIS;
    }

    /** The act runs beside the reading, as it is somebody else's in real life. */
    private static long[] round(FanOutClients clients, int stalled, Act act) throws Exception {
        clients.expectEvent();
        long start = System.nanoTime();
        Thread other = new Thread(() -> {
            try {
                act.run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        long[] times = clients.awaitEvent(stalled, start, LIMIT);
        other.join();
        return times;
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
