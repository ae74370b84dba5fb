package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.awaitility.Awaitility.await;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.ProviderEvaluation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Many flags read leave the heap as it was. */
abstract class MemoryContract extends ContainerContract {
    private static final int READS = 100_000;
    private static final long TOLERANCE_BYTES = 2_000_000; // an object of 20 bytes kept at each read

    MemoryContract(Kind kind) {
        super(kind);
    }

    enum Theme {
        PLAIN
    }

    @Dependent
    static class Reader {
        @Inject
        @Flag("dark-mode")
        Provider<Boolean> provider;

        @Inject
        @Flag("page-size")
        Provider<Integer> numbers;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Provider<Theme> constants;

        @Inject
        @Flag("page-size")
        Instance<Integer> instance;

        @Inject
        @Flag("steps")
        Provider<List<Integer>> lists;

        @Inject
        @Flag("dark-mode")
        Provider<Supplier<Boolean>> suppliers;

        @Inject
        @Flag("dark-mode")
        Provider<FlagValue<Boolean>> handles;

        @Inject
        @Flag("dark-mode")
        Instance<FlagValue<Boolean>> handleInstance;

        @Inject
        @Flag("page-size")
        Provider<Optional<Integer>> optionals;

        @Inject
        @Flag("page-size")
        Provider<FlagEvaluationDetails<Integer>> details;

        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> supplier;

        @Inject
        @Flag("dark-mode")
        FlagValue<Boolean> handle;
    }

    @Test
    void readsLeaveTheHeapAsItWas() {
        System.clearProperty("flipswitch.api-key");
        System.setProperty("flipswitch.flags", "{\"page-size\":20000,\"steps\":[1,2,3],\"dark-mode\":true}");
        try (SeContainer container = start(Reader.class)) {
            Reader reader = container.select(Reader.class).get();
            check("Provider<Boolean>", reader.provider::get);
            check("Provider<Integer>", reader.numbers::get);
            check("Provider<Theme>", reader.constants::get);
            check("Instance<Integer>", reader.instance::get);
            check("Provider<List<Integer>>", reader.lists::get);
            check("Provider<Supplier<Boolean>>", reader.suppliers::get);
            check("Provider<FlagValue<Boolean>>", () -> reader.handles.get().get());
            check(
                    "Instance<FlagValue<Boolean>>",
                    () -> reader.handleInstance.get().get());
            check("Provider<Optional<Integer>>", reader.optionals::get);
            check("Provider<FlagEvaluationDetails<Integer>>", reader.details::get);
            check("Supplier<Boolean>", reader.supplier);
            check("FlagValue<Boolean>", reader.handle);
        }
    }

    /** Gives each caller another value, which is a new object each time: as a server does that tells users apart. */
    @ApplicationScoped
    static class Targeting {
        @Produces
        @Dependent
        FeatureProvider provider() {
            AtomicInteger callers = new AtomicInteger();
            return new NoOpProvider() {
                @Override
                public ProviderEvaluation<Integer> getIntegerEvaluation(
                        String key, Integer other, EvaluationContext context) {
                    return ProviderEvaluation.<Integer>builder()
                            .value(20_000 + callers.incrementAndGet() % 3)
                            .build();
                }
            };
        }
    }

    @Test
    void manyReadsOfAFewValuesLeaveTheHeapAsItWas() {
        try (SeContainer container = start(Reader.class, Targeting.class)) {
            Reader reader = container.select(Reader.class).get();
            check("Provider<Integer>", reader.numbers::get);
            check("Instance<Integer>", reader.instance::get);
        }
    }

    private static void check(String name, Supplier<?> read) {
        repeat(read, 10_000);
        long before = usedBytes();
        repeat(read, READS);
        await(name).atMost(LIMIT).until(() -> usedBytes() - before, more -> more < TOLERANCE_BYTES);
    }

    private static void repeat(Supplier<?> read, int times) {
        for (int i = 0; i < times; i++) {
            if (read.get() == null) {
                throw new AssertionError("no value");
            }
        }
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
