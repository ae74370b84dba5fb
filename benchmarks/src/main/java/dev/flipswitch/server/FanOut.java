package dev.flipswitch.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Measures how soon thousands of event streams are open and a change reaches the last of them, beside a bare asynchronous
 * servlet that writes the same bytes on the same Jetty, by turns; and what stalled clients do to the others. Arguments are
 * the path of the WAR, {@code nchan} if nginx with this module is to be measured, too, and the number of clients if it is
 * not to be 10000.
 */
public final class FanOut {

    private static final int CLIENTS = 10_000;
    private static final int TURNS = 4;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 10;
    private static final int STALL_CLIENTS = 1_000;
    private static final int STALL_ROUNDS = 100;
    private static final double MILLIS = 1e6;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private FanOut() {}

    /**
     * Measures and prints.
     *
     * @param arguments as above
     * @throws Exception if a server can't be started or clients don't get what they should
     */
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments).subList(1, arguments.length);
        int wanted = options.stream()
                .filter(option -> option.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(CLIENTS);
        int clients = OpenFiles.clients(wanted, 1);
        try (FanOutServer server = new FanOutServer(Path.of(arguments[0]))) {
            if (options.contains("nchan")) {
                try (NchanServer nchan = new NchanServer()) {
                    compare(clients, List.of(server.bare(), server.flipswitch(), nchan));
                }
            } else {
                compare(clients, List.of(server.bare(), server.flipswitch()));
            }
            stalled(server, Math.min(clients, STALL_CLIENTS));
        }
    }

    /** The first turn warms up. */
    private static void compare(int count, List<Contender> contenders) throws Exception {
        Map<Contender, FanOutFigures> figures = new LinkedHashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (Contender contender : contenders) {
                measure(count, contender, figures.computeIfAbsent(contender, unknown -> new FanOutFigures()));
            }
        }
        System.out.println(FanOutFigures.HEADER);
        figures.forEach((contender, measured) -> System.out.println(measured.row(contender.name())));
    }

    private static void measure(int count, Contender contender, FanOutFigures figures) throws Exception {
        try (FanOutClients clients = contender.clients()) {
            OptionalLong before = contender.heapBytes();
            Duration opened = clients.open(count, LIMIT);
            OptionalLong after = contender.heapBytes();
            double[] last = new double[ROUNDS];
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                long[] times = round(clients, 0, contender);
                if (i >= 0) {
                    last[i] = times[times.length - 1] / MILLIS;
                }
            }
            figures.add(
                    opened, after.isPresent() ? (after.getAsLong() - before.getAsLong()) / (double) count : 0, last);
        }
        contender.forgetClients();
    }

    private static void stalled(FanOutServer server, int count) throws Exception {
        Contender contender = server.flipswitch();
        try (FanOutClients clients = contender.clients()) {
            clients.open(count, LIMIT);
            double without = percentile99(clients, 0, contender);
            clients.stall(count / 2);
            double collapsed = server.metric("flipswitch_events_collapsed_total");
            long start = System.nanoTime();
            int rounds = 0;
            double overflowed = 0;
            while (overflowed < count / 2.0 && System.nanoTime() - start < LIMIT.toNanos()) {
                round(clients, count / 2, contender);
                rounds++;
                if (rounds % STALL_ROUNDS == 0) {
                    overflowed = server.metric("flipswitch_events_collapsed_total") - collapsed;
                }
            }
            double with = percentile99(clients, count / 2, contender);
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

    private static double percentile99(FanOutClients clients, int stalled, Contender contender) throws Exception {
        long[][] all = new long[STALL_ROUNDS][];
        for (int i = 0; i < STALL_ROUNDS; i++) {
            all[i] = round(clients, stalled, contender);
        }
        long[] sorted =
                Arrays.stream(all).flatMapToLong(LongStream::of).sorted().toArray();
        return sorted[sorted.length * 99 / 100] / MILLIS;
    }

    /** The telling runs beside the reading, as it is somebody else's in real life. */
    private static long[] round(FanOutClients clients, int stalled, Contender contender) throws Exception {
        clients.expectEvent();
        long start = System.nanoTime();
        Thread other = new Thread(() -> {
            try {
                contender.tell();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        long[] times = clients.awaitEvent(stalled, start, LIMIT);
        other.join();
        return times;
    }
}
