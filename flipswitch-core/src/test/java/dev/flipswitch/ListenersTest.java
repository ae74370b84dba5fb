package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What listeners are told, on an executor whose tasks the test runs. */
class ListenersTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Listeners<FlagChange> listeners = new Listeners<>(tasks::add, FlagChange::and);
    private final List<FlagChange> told = new ArrayList<>();

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Failure policy 55. */
    @Test
    void makesOneChangeOfThoseThatWaitForAListenerFarBehind() {
        listeners.add(told::add);
        TreeSet<String> keys = new TreeSet<>();
        IntStream.rangeClosed(0, 1000).mapToObj(i -> "flag-" + i % 10).forEach(key -> {
            keys.add(key);
            listeners.tell(FlagChange.of(key));
        });
        runTasks();
        assertThat(told).hasSizeLessThan(1000);
        assertThat(told.stream().flatMap(change -> change.flagKeys().stream())).containsAll(keys);
    }

    @Test
    void namesNoFlagsWhereThereAreTooMany() {
        listeners.add(told::add);
        IntStream.rangeClosed(0, 2000).forEach(i -> listeners.tell(FlagChange.of("flag-" + i)));
        runTasks();
        assertThat(told)
                .anySatisfy(change -> assertThat(change.affects("flag-0")).isTrue());
        assertThat(told.stream()
                        .mapToInt(change -> change.flagKeys().size())
                        .max()
                        .orElse(0))
                .isLessThanOrEqualTo(1000);
    }

    @Test
    void tellsNothingMoreToAListenerThatIsRemovedOrAfterTheClose() {
        listeners.add(told::add);
        listeners.tell(FlagChange.of("a"));
        listeners.close();
        listeners.tell(FlagChange.of("b"));
        runTasks();
        assertThat(told).isEmpty();
    }
}
