package dev.flipswitch.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;

/**
 * Kills the server under thousands of clients, and starts it again. It measures how soon all clients are back, with a
 * stream and an evaluation each, and how often the database was asked meanwhile. Arguments are the path of the WAR and,
 * if it is not to be 10000, the number of clients.
 */
public final class Restart {

    private static final int CLIENTS = 10_000;
    private static final double SECOND = 1e9;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private record Started(long nanos, Map<String, Double> storeCalls) {}

    private Restart() {}

    /**
     * Measures and prints.
     *
     * @param arguments as above
     * @throws Exception if the server can't be started or clients stay away
     */
    public static void main(String[] arguments) throws Exception {
        int wanted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : CLIENTS;
        int count = OpenFiles.clients(wanted, 2); // a stream and an evaluation
        try (MeasuredServer server = new MeasuredServer(Path.of(arguments[0]), List.of(), Map.of(), "-Xmx1g");
                ReturningClients clients = new ReturningClients(server.port())) {
            server.createFlag();
            server.turn(true);
            clients.open(count, LIMIT);
            server.kill();
            long killed = System.nanoTime();
            FutureTask<Started> start = new FutureTask<>(() -> {
                server.startAgain();
                return new Started(System.nanoTime(), storeCalls(server));
            });
            new Thread(start).start();
            List<Long> returns = clients.awaitReturn(LIMIT);
            long end = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "after the server was killed: it listens again after %.1f s; half of the streams are open after %.1f s,"
                            + " all after %.1f s, and each client has evaluated a flag after %.1f s%n",
                    seconds(killed, start.get().nanos()),
                    seconds(killed, returns.get(count / 2)),
                    seconds(killed, returns.get(count - 1)),
                    seconds(killed, end));
            System.out.printf(
                    Locale.ROOT,
                    "failed attempts to connect %d, failed evaluations %d, calls of the store after the start: %s%n",
                    clients.failedAttempts(),
                    clients.failedEvaluations(),
                    more(storeCalls(server), start.get().storeCalls()));
        }
    }

    private static Map<String, Double> storeCalls(MeasuredServer server) throws Exception {
        return server.metrics("flipswitch_database_seconds_count");
    }

    /** What has been counted since. */
    private static Map<String, Double> more(Map<String, Double> now, Map<String, Double> before) {
        Map<String, Double> more = new TreeMap<>(now);
        before.forEach((labels, count) -> more.merge(labels, -count, Double::sum));
        more.values().removeIf(count -> count == 0);
        return more;
    }

    private static double seconds(long from, long to) {
        return (to - from) / SECOND;
    }
}
