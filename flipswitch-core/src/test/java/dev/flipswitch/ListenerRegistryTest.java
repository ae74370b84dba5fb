package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Value;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What listeners are told, on an executor whose tasks the test runs. */
class ListenerRegistryTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ListenerRegistry<FlagChange> listeners = new ListenerRegistry<>(tasks::add, ListenerSnapshot::merged);
    private final List<FlagChange> told = new ArrayList<>();

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Failure policy 55. */
    @Test
    void makesOneChangePerFlagOfThoseThatWaitForAListenerFarBehind() {
        listeners.add(told::add);
        TreeSet<String> keys = new TreeSet<>();
        IntStream.rangeClosed(0, 1000).mapToObj(i -> "flag-" + i % 10).forEach(key -> {
            keys.add(key);
            listeners.publish(List.of(FlagChange.of(key)));
        });
        runTasks();
        assertThat(told).hasSizeLessThan(1000);
        assertThat(told.stream().map(FlagChange::key)).containsAll(keys);
    }

    /** Failure policy 55. */
    @Test
    void losesNoFlagHoweverManyWaitForAListenerFarBehind() {
        listeners.add(told::add);
        IntStream.rangeClosed(0, 5000).forEach(i -> listeners.publish(List.of(FlagChange.of("flag-" + i))));
        runTasks();
        assertThat(told.stream().map(FlagChange::key))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 5000)
                        .mapToObj(i -> "flag-" + i)
                        .toList());
    }

    @Test
    void keepsTheFirstOldAndTheLastNewValueOfAFlagThatChangedTwice() {
        FlagChange first = change(Optional.of(new Value(1)), Optional.of(new Value(2)));
        FlagChange second = change(Optional.of(new Value(2)), Optional.of(new Value(3)));
        FlagChange other = FlagChange.of("other");
        assertThat(ListenerSnapshot.merged(List.of(first, other, second)))
                .containsExactly(change(Optional.of(new Value(1)), Optional.of(new Value(3))), other);
    }

    @Test
    void dropsNamesThatTheServerDoesNotKnowRatherThanGrowWithoutBound() {
        FlagChange known = change(Optional.of(new Value(1)), Optional.empty());
        List<FlagChange> madeUp = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> FlagChange.of("flag-" + i))
                .toList();
        assertThat(ListenerSnapshot.merged(
                        Stream.concat(madeUp.stream(), Stream.of(known)).toList()))
                .containsExactly(known);
    }

    private static FlagChange change(Optional<Value> oldValue, Optional<Value> newValue) {
        return new FlagChange(
                "key",
                oldValue,
                newValue,
                Optional.empty(),
                Optional.empty(),
                FlagChange.Cause.EVENT,
                Optional.empty(),
                Instant.EPOCH);
    }

    @Test
    void tellsNothingMoreToAListenerThatIsRemovedOrAfterTheClose() {
        listeners.add(told::add);
        listeners.publish(List.of(FlagChange.of("a")));
        listeners.close();
        listeners.publish(List.of(FlagChange.of("b")));
        runTasks();
        assertThat(told).isEmpty();
    }
}
