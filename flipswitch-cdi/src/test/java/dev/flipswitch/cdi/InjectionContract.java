package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be injected, and where. */
abstract class InjectionContract extends ContainerContract {
    InjectionContract(Kind kind) {
        super(kind);
    }

    enum Theme {
        PLAIN,
        DARK
    }

    record Price(int cents, String currency, Optional<Theme> theme) {}

    record Plan(String name, List<Price> prices) {}

    @BeforeEach
    void someFlags() {
        server.set("dark-mode", "true");
        server.set("page-size", "20");
        server.set("quota", "5000000000");
        server.set("rate", "0.25");
        server.set("theme", "\"DARK\"");
        server.set("price", "{\"cents\":490,\"currency\":\"EUR\",\"more\":1}");
        server.set("prices", "[{\"cents\":1,\"currency\":\"EUR\",\"theme\":\"DARK\"}]");
        server.set("plan", "{\"name\":\"big\",\"prices\":[{\"cents\":2,\"currency\":\"USD\"}]}");
        server.set("steps", "[1,2,3]");
    }

    @Dependent
    static class Values {
        @Inject
        @Flag("dark-mode")
        boolean primitive;

        @Inject
        @Flag("dark-mode")
        Boolean wrapper;

        @Inject
        @Flag("page-size")
        int size;

        @Inject
        @Flag("page-size")
        Integer sizeWrapper;

        @Inject
        @Flag("quota")
        long quota;

        @Inject
        @Flag("quota")
        Long quotaWrapper;

        @Inject
        @Flag("rate")
        double rate;

        @Inject
        @Flag("rate")
        Double rateWrapper;

        @Inject
        @Flag("theme")
        String text;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Theme theme;

        @Inject
        @Flag("price")
        Value value;

        @Inject
        @Flag("price")
        Structure structure;

        @Inject
        @Flag(value = "price", defaultValue = "{\"cents\":0,\"currency\":\"EUR\"}")
        Price price;

        @Inject
        @Flag("prices")
        List<Price> prices;

        @Inject
        @Flag(value = "plan", defaultValue = "{\"name\":\"none\",\"prices\":[]}")
        Plan plan;

        @Inject
        @Flag("steps")
        List<Integer> steps;
    }

    @Test
    void injectsPlainValuesOfAllTypes() {
        try (SeContainer container = start(Values.class)) {
            Values values = container.select(Values.class).get();
            assertThat(values.primitive).isTrue();
            assertThat(values.wrapper).isTrue();
            assertThat(values.size).isEqualTo(20);
            assertThat(values.sizeWrapper).isEqualTo(20);
            assertThat(values.quota).isEqualTo(5_000_000_000L);
            assertThat(values.quotaWrapper).isEqualTo(5_000_000_000L);
            assertThat(values.rate).isEqualTo(0.25);
            assertThat(values.rateWrapper).isEqualTo(0.25);
            assertThat(values.text).isEqualTo("DARK");
            assertThat(values.theme).isEqualTo(Theme.DARK);
            assertThat(values.value.asStructure().getValue("cents").asInteger()).isEqualTo(490);
            assertThat(values.structure.getValue("currency").asString()).isEqualTo("EUR");
            assertThat(values.price).isEqualTo(new Price(490, "EUR", Optional.empty()));
            assertThat(values.prices).containsExactly(new Price(1, "EUR", Optional.of(Theme.DARK)));
            assertThat(values.plan).isEqualTo(new Plan("big", List.of(new Price(2, "USD", Optional.empty()))));
            assertThat(values.steps).containsExactly(1, 2, 3);
        }
    }

    @Dependent
    static class Defaults {
        @Inject
        @Flag("no")
        boolean off;

        @Inject
        @Flag(value = "no-number", defaultValue = "5000000000")
        long number;

        @Inject
        @Flag(value = "no-rate", defaultValue = "1")
        double rate;

        @Inject
        @Flag(value = "no-text", defaultValue = "grey")
        String text;

        @Inject
        @Flag(value = "no-theme", defaultValue = "DARK")
        Theme theme;

        @Inject
        @Flag(value = "no-price", defaultValue = "{\"cents\":7,\"currency\":\"EUR\"}")
        Supplier<Price> price;

        @Inject
        @Flag("no-list")
        List<String> list;

        @Inject
        @Flag(value = "quota", defaultValue = "7")
        FlagEvaluationDetails<Integer> tooBig;

        @Inject
        @Flag(value = "price", defaultValue = "[{\"amount\":1}]")
        FlagEvaluationDetails<List<Value>> noList;
    }

    @Test
    void givesTheDefaultWhereThereIsNoValueOfTheType() {
        try (SeContainer container = start(Defaults.class)) {
            Defaults defaults = container.select(Defaults.class).get();
            assertThat(defaults.off).isFalse();
            assertThat(defaults.number).isEqualTo(5_000_000_000L);
            assertThat(defaults.rate).isEqualTo(1);
            assertThat(defaults.text).isEqualTo("grey");
            assertThat(defaults.theme).isEqualTo(Theme.DARK);
            assertThat(defaults.price.get().cents()).isEqualTo(7);
            assertThat(defaults.list).isEmpty();
            assertThat(defaults.tooBig.getValue()).as("not cut off").isEqualTo(7);
            assertThat(defaults.tooBig.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
            assertThat(defaults.noList.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
            assertThat(defaults.noList.getErrorMessage()).contains("FLIP-CDI-0009", "price");
            assertThat(defaults.noList.getValue()).hasSize(1);
        }
    }

    record Ping() {}

    record Badge(boolean dark) {}

    @Dependent
    static class Places {
        final boolean byConstructor;
        int byInitialiser;
        final List<Theme> byObserver = new CopyOnWriteArrayList<>();

        @Inject
        Places(@Flag("dark-mode") boolean dark) {
            byConstructor = dark;
        }

        @Inject
        void size(@Flag("page-size") int size) {
            byInitialiser = size;
        }

        @Produces
        @Dependent
        static Badge badge(@Flag("dark-mode") boolean dark) {
            return new Badge(dark);
        }
    }

    @jakarta.inject.Singleton
    static class Observer {
        final List<Theme> seen = new CopyOnWriteArrayList<>();

        void on(@Observes Ping ping, @Flag(value = "theme", defaultValue = "PLAIN") Theme theme) {
            seen.add(theme);
        }
    }

    @Test
    void injectsIntoConstructorsInitialisersProducersAndObservers() {
        try (SeContainer container = start(Places.class, Observer.class)) {
            Places places = container.select(Places.class).get();
            assertThat(places.byConstructor).isTrue();
            assertThat(places.byInitialiser).isEqualTo(20);
            assertThat(container.select(Badge.class).get().dark()).isTrue();
            Event<Object> events = container.getBeanManager().getEvent();
            events.fire(new Ping());
            assertThat(container.select(Observer.class).get().seen).containsExactly(Theme.DARK);
        }
    }
}
