package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Structure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Flags that have their default for good. */
abstract class UnansweredContract extends ContainerContract {
    private static final String PLACE = UnansweredContract.class.getName() + "$";

    UnansweredContract(Kind kind) {
        super(kind);
    }

    enum Theme {
        PLAIN
    }

    record Price(int cents) {}

    interface Pricing {
        int cents();
    }

    @ApplicationScoped
    @FlagVariant(flag = "missing-pricing", value = "v1")
    static class OnlyPricing implements Pricing {
        @Override
        public int cents() {
            return 1;
        }
    }

    @Dependent
    static class Missing {
        @Inject
        @Flag("missing")
        boolean plain;

        @Inject
        @Flag("missing-live")
        Supplier<Integer> supplier;

        @Inject
        @Flag("missing-live")
        Supplier<Integer> sameElsewhere;

        @Inject
        @Flag("missing-handle")
        FlagValue<String> handle;

        @Inject
        @Flag("missing-instance")
        Instance<Boolean> instance;

        @Inject
        @Flag(value = "missing-record", defaultValue = "{\"cents\":1}")
        Supplier<Price> price;

        @Inject
        @Flag("missing-details")
        FlagEvaluationDetails<Boolean> details;

        @Inject
        @Flag(value = "missing-pricing", defaultValue = "v1")
        Pricing pricing;

        @Inject
        @Flag("missing-optional")
        Optional<Boolean> meant;

        @Inject
        Missing(@Flag("missing-parameter") boolean parameter) {
            assertThat(parameter).isFalse();
        }

        @FeatureGate(value = "missing-gate", fallback = "shut")
        String gated() {
            return "open";
        }

        String shut() {
            return "shut";
        }

        int ask() {
            String text = supplier.get() + handle.get() + instance.get();
            return text.length() + price.get().cents() + sameElsewhere.get() + pricing.cents();
        }
    }

    @Test
    void namesEachMissingFlagOnceForEachPlace() {
        Stream.of(
                        "",
                        "-live",
                        "-handle",
                        "-instance",
                        "-record",
                        "-details",
                        "-pricing",
                        "-optional",
                        "-parameter",
                        "-gate")
                .map("missing"::concat)
                .forEach(key -> server.answer(key, 404, "{\"key\":\"" + key + "\",\"errorCode\":\"FLAG_NOT_FOUND\"}"));
        try (Log log = new Log();
                SeContainer container = start(Missing.class, OnlyPricing.class)) {
            for (int i = 0; i < 3; i++) {
                Missing missing = container.select(Missing.class).get();
                assertThat(missing.ask()).isPositive();
                assertThat(missing.gated()).isEqualTo("shut");
            }
            assertThat(warnings(log))
                    .contains("FLIP-CDI-0037: the flag 'missing' at " + PLACE
                            + "Missing.plain has the default in the code: there is no such flag. Create the flag on the"
                            + " server, or correct the key or the type here; not repeated")
                    .anyMatch(line -> line.contains("'missing-live' at " + PLACE + "Missing.supplier "))
                    .anyMatch(line -> line.contains("'missing-live' at " + PLACE + "Missing.sameElsewhere "))
                    .anyMatch(line -> line.contains("'missing-handle' at " + PLACE + "Missing.handle "))
                    .anyMatch(line -> line.contains("'missing-instance' at " + PLACE + "Missing.instance "))
                    .anyMatch(line -> line.contains("'missing-record' at " + PLACE + "Missing.price "))
                    .anyMatch(line -> line.contains("'missing-details' at " + PLACE + "Missing.details "))
                    .anyMatch(line -> line.contains("'missing-pricing' at " + PLACE + "Missing.pricing "))
                    .anyMatch(line -> line.contains("'missing-parameter' at new " + PLACE + "Missing(), parameter 1 "))
                    .anyMatch(line -> line.contains("'missing-gate' at " + PLACE + "Missing.gated() "))
                    .hasSize(10);
        }
    }

    @Dependent
    static class Themed {
        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Supplier<Theme> theme;
    }

    @Test
    void saysWhatTypeWasAskedForAndWhatTheServerHas() {
        server.set("theme", "\"DARK\"");
        server.set("price", "{\"cents\":\"many\"}");
        try (Log log = new Log();
                SeContainer container = start(Themed.class, Priced.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(container.select(Themed.class).get().theme.get()).isEqualTo(Theme.PLAIN);
                assertThat(container.select(Priced.class).get().cents.get()).isZero();
            }
            assertThat(warnings(log))
                    .anyMatch(line -> line.contains("'theme' at " + PLACE + "Themed.theme ") && line.contains("'DARK'"))
                    .anyMatch(line -> line.contains("'price' at " + PLACE + "Priced.cents ")
                            && line.contains("object")
                            && line.contains("integer"))
                    .hasSize(2);
        }
    }

    @Dependent
    static class Priced {
        @Inject
        @Flag("price")
        Supplier<Integer> cents;
    }

    /** Each is of another type than its flag. */
    @Dependent
    static class Misfits {
        @Inject
        @Flag("fraction")
        Supplier<Long> whole;

        @Inject
        @Flag("list")
        Provider<List<Integer>> numbers;

        @Inject
        @Flag("nested")
        Supplier<List<List<String>>> lists;

        @Inject
        @Flag(value = "object", defaultValue = "{\"cents\":1}")
        FlagValue<Price> price;

        @Inject
        @Flag("boolean")
        Instance<Structure> structure;

        @Inject
        @Flag("text")
        Provider<FlagEvaluationDetails<Double>> details;

        @Inject
        @Flag("number")
        Provider<Optional<Boolean>> optional;

        @Inject
        @Flag("object-in-list")
        Instance<Supplier<List<Price>>> prices;

        List<Object> ask() {
            return List.of(
                    whole.get(),
                    numbers.get(),
                    lists.get(),
                    price.get(),
                    price.details(),
                    structure.get(),
                    details.get(),
                    optional.get(),
                    prices.get().get());
        }
    }

    @Test
    void namesEachFlagOfAnotherTypeOnceInEachForm() {
        server.set("fraction", "0.5");
        server.set("list", "[1,\"two\"]");
        server.set("nested", "[[\"a\"],\"b\"]");
        server.set("object", "{\"cents\":10000000000}");
        server.set("boolean", "true");
        server.set("text", "\"1.0\"");
        server.set("number", "1");
        server.set("object-in-list", "[{\"cents\":1},{}]");
        try (Log log = new Log();
                SeContainer container = start(Misfits.class)) {
            Misfits misfits = container.select(Misfits.class).get();
            for (int i = 0; i < 1000; i++) {
                assertThat(misfits.ask()).hasSize(9);
            }
            assertThat(warnings(log)).hasSize(8).allMatch(line -> line.contains(" at " + PLACE + "Misfits."));
        }
    }

    @Test
    void saysNothingWhileTheServerIsAway() {
        server.set("theme", "\"DARK\"");
        server.http().stop();
        System.setProperty("flipswitch.init-timeout", "100ms");
        System.setProperty("flipswitch.evaluation-timeout", "100ms");
        try (Log log = new Log();
                SeContainer container = start(Themed.class)) {
            Themed themed = container.select(Themed.class).get();
            assertThat(themed.theme.get()).isEqualTo(Theme.PLAIN);
            assertThat(warnings(log)).isEmpty();
            server.http().start();
            await().atMost(LIMIT)
                    .until(() -> themed.theme.get() != null && !warnings(log).isEmpty());
        }
    }

    @Test
    void saysNothingWhereAnApplicationDoesWithoutFlags() {
        System.clearProperty("flipswitch.api-key");
        System.setProperty("flipswitch.optional", "true");
        try (Log log = new Log();
                SeContainer container = start(Themed.class)) {
            assertThat(container.select(Themed.class).get().theme.get()).isEqualTo(Theme.PLAIN);
            assertThat(warnings(log)).isEmpty();
        }
    }

    private static List<String> warnings(Log log) {
        return log.lines().stream()
                .filter(line -> line.contains("FLIP-CDI-0037"))
                .toList();
    }
}
