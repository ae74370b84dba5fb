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
    private static final int ROUNDS = 30;
    private static final int WARM_UP = 15;
    private static final int STALL_CLIENTS = 1_000;
    private static final int STALL_ROUNDS = 100;
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
        int clients = (int) Math.min(wanted, (openFiles() - FILES_FOR_OTHERS) / 2); // both kinds are open at once
        System.out.printf(
                Locale.ROOT,
                "%d clients of each%s, %d cores%n",
                clients,
                clients < wanted ? " (ulimit -n does not allow " + wanted + ")" : "",
                Runtime.getRuntime().availableProcessors());
        try (FanOutServer server = new FanOutServer(Path.of(arguments[0]))) {
            FanOut fanOut = new FanOut(server);
            fanOut.compare(clients);
            fanOut.stalled(Math.min(clients, STALL_CLIENTS));
        }
    }

    private void compare(int count) throws Exception {
        try (FanOutClients bare = new FanOutClients(server.port(), "/bare", FanOutServer.KEY);
                FanOutClients ours = new FanOutClients(server.port(), "/api/v1/flags/events", FanOutServer.KEY)) {
            open("bare servlet", bare, count);
            open("flipswitch", ours, count);
            for (int i = 0; i < WARM_UP; i++) {
                round(bare, 0, server::broadcastBare);
                round(ours, 0, server::toggle);
            }
            double[] bareLast = new double[ROUNDS];
            double[] oursLast = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                bareLast[i] = last(round(bare, 0, server::broadcastBare));
                oursLast[i] = last(round(ours, 0, server::toggle));
            }
            double bareMedian = print("bare servlet", bareLast);
            double oursMedian = print("flipswitch", oursLast);
            System.out.printf(Locale.ROOT, "ratio of medians %.2f%n", oursMedian / bareMedian);
        }
    }

    private void open(String name, FanOutClients clients, int count) throws Exception {
        long before = server.heapBytes();
        double seconds = clients.open(count, LIMIT).toMillis() / 1000.0;
        double heap = (server.heapBytes() - before) / (double) count;
        System.out.printf(Locale.ROOT, "%-14s all open in %5.1f s, heap per client %6.0f B%n", name, seconds, heap);
    }

    private static double print(String name, double[] millis) {
        double[] sorted = Arrays.stream(millis).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-14s last told after: least %5.0f ms, median %5.0f ms, worst %5.0f ms%n",
                name,
                sorted[0],
                sorted[ROUNDS / 2],
                sorted[ROUNDS - 1]);
        return sorted[ROUNDS / 2];
    }

    private static double last(long[] times) {
        return times[times.length - 1] / MILLIS;
    }

    private void stalled(int count) throws Exception {
        try (FanOutClients clients = new FanOutClients(server.port(), "/api/v1/flags/events", FanOutServer.KEY)) {
            clients.open(count, LIMIT);
            double without = percentile99(clients, 0);
            clients.stall(count / 2);
            double collapsed = server.metric("flipswitch_events_collapsed_total");
            long start = System.nanoTime();
            int rounds = 0;
            double overflowed = 0;
            while (overflowed < count / 2.0 && System.nanoTime() - start < LIMIT.toNanos()) {
                round(clients, count / 2, server::toggle);
                rounds++;
                if (rounds % STALL_ROUNDS == 0) {
                    overflowed = server.metric("flipswitch_events_collapsed_total") - collapsed;
                }
            }
            double with = percentile99(clients, count / 2);
            System.out.printf(
                    Locale.ROOT,
                    "%d clients: 99th percentile %.1f ms; of %d while the others stall: %.1f ms, ratio %.2f"
                            + " (queues overflowed %.0f times within %d events)%n",
                    count,
                    without,
                    count - count / 2,
                    with,
                    with / without,
                    overflowed,
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
