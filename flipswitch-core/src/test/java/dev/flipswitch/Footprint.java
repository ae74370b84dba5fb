package dev.flipswitch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What this JVM holds. Immutable.
 *
 * @param threads how many there are of each name, numbers apart; the JDK's common pool, which is nobody's, does not count
 * @param descriptors how many there are of each kind of open file; none where the system does not tell
 * @param heap the bytes in use
 */
record Footprint(Map<String, Integer> threads, Map<String, Integer> descriptors, long heap) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** As it is now, garbage included. */
    static Footprint now() {
        Runtime runtime = Runtime.getRuntime();
        return new Footprint(
                counted(threadNames()), counted(openFiles()), runtime.totalMemory() - runtime.freeMemory());
    }

    private static Stream<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("ForkJoinPool.commonPool"));
    }

    private static Stream<String> openFiles() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Stream.of();
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.map(Footprint::target).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    private static Map<String, Integer> counted(Stream<String> names) {
        return names.map(name -> name.replaceAll("[0-9]+", "N"))
                .collect(groupingBy(name -> name, TreeMap::new, summingInt(name -> 1)));
    }

    /** Collects garbage until a condition holds, for a while at most, and returns the last footprint. */
    static Footprint collected(Duration limit, Predicate<Footprint> condition) {
        return polled(limit, condition, () -> {
            System.gc();
            return now();
        });
    }

    /** Waits until a condition holds, for a while at most, and returns the last footprint. */
    static Footprint awaited(Duration limit, Predicate<Footprint> condition) {
        return polled(limit, condition, Footprint::now);
    }

    private static Footprint polled(Duration limit, Predicate<Footprint> condition, Supplier<Footprint> look) {
        long end = System.nanoTime() + limit.toNanos();
        Footprint footprint = look.get();
        while (!condition.test(footprint) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            footprint = look.get();
        }
        return footprint;
    }

    int allThreads() {
        return sum(threads);
    }

    int allDescriptors() {
        return sum(descriptors);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean isWithin(Footprint other, long moreHeap) {
        return allThreads() <= other.allThreads()
                && allDescriptors() <= other.allDescriptors()
                && heap <= other.heap + moreHeap;
    }

    @Override
    public String toString() {
        String files = List.copyOf(descriptors.entrySet()).stream()
                .filter(file -> !file.getKey().endsWith(".jar"))
                .toList()
                .toString();
        return allThreads() + " threads " + threads + "; " + allDescriptors() + " descriptors " + files + "; "
                + heap / 1024 + " KiB";
    }
}
