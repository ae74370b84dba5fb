package dev.flipswitch.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Measures how soon thousands of event streams are open and a change reaches the last of them. By turns it measures a
 * bare asynchronous servlet that writes the same bytes on the same Jetty. It also measures what stalled clients do to
 * the others. The first argument is the path of the WAR. {@code nchan} measures nginx with this module, too. A number
 * of clients replaces 10000.
 */
public final class FanOut {

    private static final int CLIENTS = 10_000;
    private static final int TURNS = 4;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 10;
    private static final int STALL_CLIENTS = 1_000;
    private static final int STALL_ROUNDS = 100;
    private static final double MILLIS = 1e6;
    private static final String COLLAPSED = "flipswitch_events_collapsed_total";
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
                long[] times = round(clients, contender);
                if (i >= 0) {
                    last[i] = Arrays.stream(times).max().orElseThrow() / MILLIS;
                }
            }
            figures.add(
                    opened, after.isPresent() ? (after.getAsLong() - before.getAsLong()) / (double) count : 0, last);
        }
        contender.forgetClients();
    }

    /** The same readers each time: without others, beside as many who read, and beside as many who read nothing. */
    private static void stalled(FanOutServer server, int count) throws Exception {
        Contender contender = server.flipswitch();
        int readers = count / 2;
        List<Double> toAlone = new ArrayList<>();
        List<Double> toReading = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            try (FanOutClients clients = contender.clients()) {
                clients.open(readers, LIMIT);
                double alone = percentile99(clients, readers, contender);
                clients.open(count - readers, LIMIT);
                double reading = percentile99(clients, readers, contender);
                clients.stallAllAfter(readers);
                int events = overflow(server, clients, count - readers);
                double stalled = percentile99(clients, readers, contender);
                System.out.printf(
                        Locale.ROOT,
                        "99th percentile of %d clients: alone %.1f ms, beside %d others %.1f ms, while these stall"
                                + " (their queues overflowed within %d events) %.1f ms%n",
                        readers,
                        alone,
                        count - readers,
                        reading,
                        events,
                        stalled);
                if (turn > 0) {
                    toAlone.add(stalled / alone);
                    toReading.add(stalled / reading);
                }
            }
            contender.forgetClients();
        }
        System.out.printf(
                Locale.ROOT,
                "without the first turn: %.2f times that of the readers alone, %.2f times that beside readers (medians)%n",
                FanOutFigures.median(toAlone),
                FanOutFigures.median(toReading));
    }

    /** Tells of changes until as many queues have overflowed as there are stalled clients; returns how many it took. */
    private static int overflow(FanOutServer server, FanOutClients clients, int stalled) throws Exception {
        double before = server.metric(COLLAPSED);
        long start = System.nanoTime();
        int events = 0;
        while (server.metric(COLLAPSED) < before + stalled) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IllegalStateException("after " + events + " events no more than "
                        + (server.metric(COLLAPSED) - before) + " queues have overflowed");
            }
            for (int i = 0; i < STALL_ROUNDS; i++) {
                round(clients, server.flipswitch());
                events++;
            }
        }
        return events;
    }

    /** Of the first so many clients. */
    private static double percentile99(FanOutClients clients, int readers, Contender contender) throws Exception {
        long[] all = new long[readers * STALL_ROUNDS];
        for (int i = 0; i < STALL_ROUNDS; i++) {
            System.arraycopy(round(clients, contender), 0, all, i * readers, readers);
        }
        Arrays.sort(all);
        return all[all.length * 99 / 100] / MILLIS;
    }

    /** The telling runs beside the reading, as it is somebody else's in real life. */
    private static long[] round(FanOutClients clients, Contender contender) throws Exception {
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
        long[] times = clients.awaitEvent(start, LIMIT);
        other.join();
        return times;
    }
}
