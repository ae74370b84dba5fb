package dev.flipswitch.cache;

import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The cache under every interleaving of a few look-ups and changes, up to a bound. It must be linearizable to a variable:
 * a look-up answers what the last change wrote, or one still being applied; never what was fetched before an applied one.
 *
 * @see <a href="https://github.com/JetBrains/lincheck">Lincheck, which controls where threads switch</a>
 */
public class EvaluationCacheModelTest {
    private final AtomicInteger source = new AtomicInteger();
    private final EvaluationCache<Integer> cache = new EvaluationCache<>(
            new ConcurrentHashMap<>(),
            Duration.ofDays(1),
            () -> 0,
            (flag, context) -> CompletableFuture.completedFuture(source.get()));

    @Operation
    public Lookup<Integer> get() {
        return cache.get("a", "{}");
    }

    @Operation
    public void change() {
        source.incrementAndGet();
        cache.invalidate("a");
    }

    @Operation
    public void changeAll() {
        source.incrementAndGet();
        cache.invalidateAll();
    }

    /** What the cache must be like. */
    public static class Variable {
        private int value;

        public Lookup<Integer> get() {
            return new Lookup.Fresh<>(value);
        }

        public void change() {
            value++;
        }

        public void changeAll() {
            value++;
        }
    }

    @Test
    void isLikeAVariableForTwoThreads() {
        new ModelCheckingOptions()
                .sequentialSpecification(Variable.class)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1)
                .iterations(8)
                .invocationsPerIteration(200)
                .check(getClass());
    }

    @Test
    void isLikeAVariableWhereEventsMeet() {
        new ModelCheckingOptions()
                .sequentialSpecification(Variable.class)
                .iterations(0)
                .addCustomScenario(scenario("change; changeAll | get | change; get"))
                .addCustomScenario(scenario("get change; get | changeAll; get"))
                .addCustomScenario(scenario("get change get; change get | get; get"))
                .invocationsPerIteration(200)
                .check(getClass());
    }

    /** A source that numbers its answers, and no event: all must get the first. */
    public static class Once {
        private final AtomicInteger fetches = new AtomicInteger();
        private final EvaluationCache<Integer> cache = new EvaluationCache<>(
                new ConcurrentHashMap<>(),
                Duration.ofDays(1),
                () -> 0,
                (flag, context) -> CompletableFuture.completedFuture(fetches.incrementAndGet()));

        @Operation
        public Lookup<Integer> get() {
            return cache.get("a", "{}");
        }
    }

    /** What all must get. */
    public static class One {
        public Lookup<Integer> get() {
            return new Lookup.Fresh<>(1);
        }
    }

    @Test
    void fetchesOnceForThreeThreads() {
        new ModelCheckingOptions()
                .sequentialSpecification(One.class)
                .threads(3)
                .actorsPerThread(1)
                .actorsBefore(0)
                .actorsAfter(1)
                .iterations(1)
                .invocationsPerIteration(400)
                .check(Once.class);
    }

    /** Operations before, those of each thread, and operations after. */
    private static ExecutionScenario scenario(String text) {
        String[] parts = text.split(";", -1);
        List<List<Actor>> threads = Arrays.stream(parts[1].split("\\|", -1))
                .map(EvaluationCacheModelTest::operations)
                .collect(toList());
        return new ExecutionScenario(operations(parts[0]), threads, operations(parts[2]), null);
    }

    private static List<Actor> operations(String names) {
        return Arrays.stream(names.trim().split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(EvaluationCacheModelTest::operation)
                .collect(toList());
    }

    private static Actor operation(String name) {
        try {
            return new Actor(EvaluationCacheModelTest.class.getMethod(name), List.of());
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
