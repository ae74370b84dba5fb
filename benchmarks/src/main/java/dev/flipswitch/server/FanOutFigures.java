package dev.flipswitch.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured of one contender, turn by turn, the first of which warms up. For one thread. */
final class FanOutFigures {

    static final String HEADER =
            "|              | first opened | opened | bytes of heap | last told: least | median | worst |";

    private final List<Double> openSeconds = new ArrayList<>();
    private final List<Double> heapBytes = new ArrayList<>();
    private final List<Double> lastMillis = new ArrayList<>();

    /**
     * Adds a turn.
     *
     * @param opened how long it took to open all streams
     * @param heap bytes for each of them
     * @param last for each change, after how many milliseconds the last client was notified
     */
    void add(Duration opened, double heap, double[] last) {
        boolean warmedUp = !openSeconds.isEmpty();
        openSeconds.add(opened.toMillis() / 1000.0);
        if (warmedUp) {
            heapBytes.add(heap);
            Arrays.stream(last).forEach(lastMillis::add);
        }
    }

    /** A row of the table. */
    String row(String name) {
        return String.format(
                Locale.ROOT,
                "| %-12s | %10.1f s | %4.1f s | %13.0f | %13.0f ms | %3.0f ms | %2.0f ms |",
                name,
                openSeconds.get(0),
                median(openSeconds.subList(1, openSeconds.size())),
                median(heapBytes),
                sorted(lastMillis).get(0),
                lastMedian(),
                sorted(lastMillis).get(lastMillis.size() - 1));
    }

    double lastMedian() {
        return median(lastMillis);
    }

    static double median(List<Double> values) {
        return sorted(values).get(values.size() / 2);
    }

    private static List<Double> sorted(List<Double> values) {
        return values.stream().sorted().toList();
    }
}
