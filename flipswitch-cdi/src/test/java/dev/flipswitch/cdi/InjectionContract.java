package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.SseStatus;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
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

    @Dependent
    static class Forms {
        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Supplier<Theme> supplier;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Provider<Theme> provider;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Instance<Theme> instance;

        @Inject
        @Flag("theme")
        Optional<Theme> optional;

        @Inject
        @Flag("unknown")
        Optional<Theme> nothing;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        FlagEvaluationDetails<Theme> details;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        FlagValue<Theme> handle;

        @Inject
        @Flag("page-size")
        Provider<Integer> sizes;

        @Inject
        @Flag("steps")
        Instance<List<Integer>> steps;

        @Inject
        @Flag("dark-mode")
        Instance<Supplier<Boolean>> suppliers;

        @Inject
        @Flag("unknown-too")
        Provider<Optional<Boolean>> optionals;
    }

    @Test
    void injectsAllForms() {
        try (SeContainer container = start(Forms.class)) {
            Forms forms = container.select(Forms.class).get();
            assertThat(forms.supplier.get()).isEqualTo(Theme.DARK);
            assertThat(forms.provider.get()).isEqualTo(Theme.DARK);
            assertThat(forms.instance.get()).isEqualTo(Theme.DARK);
            assertThat(forms.optional).contains(Theme.DARK);
            assertThat(forms.nothing).isEmpty();
            assertThat(forms.details.getValue()).isEqualTo(Theme.DARK);
            assertThat(forms.details.getFlagKey()).isEqualTo("theme");
            assertThat(forms.handle.get()).isEqualTo(Theme.DARK);
            assertThat(forms.handle.details().getReason()).isNotNull();
            assertThat(forms.handle.key()).isEqualTo("theme");
            assertThat(forms.sizes.get()).isEqualTo(20);
            assertThat(forms.steps.get()).containsExactly(1, 2, 3);
            assertThat(forms.suppliers.get().get()).isTrue();
            assertThat(forms.optionals.get()).isEmpty();
        }
    }

    @Test
    void aPlainValueStaysAndTheOthersFollowTheFlag() {
        try (SeContainer container = start(Forms.class, Values.class)) {
            Forms forms = container.select(Forms.class).get();
            Values values = container.select(Values.class).get();
            awaitConnection(container);

            server.change("theme", "\"PLAIN\"");

            await().atMost(LIMIT).until(() -> forms.supplier.get() == Theme.PLAIN);
            assertThat(forms.provider.get()).isEqualTo(Theme.PLAIN);
            assertThat(forms.instance.get()).isEqualTo(Theme.PLAIN);
            assertThat(forms.handle.get()).isEqualTo(Theme.PLAIN);
            assertThat(forms.optional).contains(Theme.DARK);
            assertThat(values.theme).isEqualTo(Theme.DARK);
        }
    }

    private static void awaitConnection(SeContainer container) {
        FlipswitchProvider provider = container.select(FlipswitchProvider.class).get();
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
    }

    @Dependent
    static class Listening {
        final List<Theme> seen = new CopyOnWriteArrayList<>();
        final List<Theme> seenToo = new CopyOnWriteArrayList<>();
        final FlagValue.Registration second;

        @Inject
        Listening(@Flag(value = "theme", defaultValue = "PLAIN") FlagValue<Theme> theme) {
            var unused = theme.onChange(seen::add);
            second = theme.onChange(seenToo::add);
        }
    }

    @Test
    void tellsListenersUntilTheirRegistrationOrTheirBeanEnds() {
        try (SeContainer container = start(Listening.class, Forms.class)) {
            Instance<Listening> beans = container.select(Listening.class);
            Listening staying = beans.get();
            Listening going = beans.get();
            awaitConnection(container);

            server.change("theme", "\"PLAIN\"");
            await().atMost(LIMIT)
                    .until(() -> staying.seen.contains(Theme.PLAIN)
                            && staying.seenToo.contains(Theme.PLAIN)
                            && going.seen.contains(Theme.PLAIN));

            staying.second.close();
            beans.destroy(going);
            server.change("theme", "\"DARK\"");
            await().atMost(LIMIT).until(() -> staying.seen.contains(Theme.DARK));

            assertThat(staying.seenToo).doesNotContain(Theme.DARK);
            assertThat(going.seen).doesNotContain(Theme.DARK);
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

    @SessionScoped
    static class Basket implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Supplier<Theme> supplier;

        @Inject
        @Flag("steps")
        FlagValue<List<Integer>> handle;

        @Inject
        @Flag("dark-mode")
        boolean dark;
    }

    @Dependent
    static class Carrier {
        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Supplier<Theme> supplier;

        @Inject
        @Flag("steps")
        FlagValue<List<Integer>> handle;
    }

    @Test
    void whatAPassivatingBeanHoldsIsReadAgainAndLives() throws Exception {
        try (SeContainer container = start(Basket.class, Carrier.class)) {
            Carrier carrier = container.select(Carrier.class).get();
            Supplier<Theme> supplier = writtenAndRead(carrier.supplier);
            FlagValue<List<Integer>> handle = writtenAndRead(carrier.handle);
            awaitConnection(container);
            server.change("theme", "\"PLAIN\"");
            await().atMost(LIMIT).until(() -> supplier.get() == Theme.PLAIN);
            assertThat(handle.get()).containsExactly(1, 2, 3);
            assertThat(handle.key()).isEqualTo("steps");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T writtenAndRead(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Dependent
    static class Underneath {
        @Inject
        Client client;

        @Inject
        FlipswitchProvider provider;
    }

    @Test
    void injectsTheClientAndTheProvider() {
        server.set("dark-mode", "true");
        try (SeContainer container = start(Underneath.class)) {
            Underneath underneath = container.select(Underneath.class).get();
            assertThat(underneath.client.getMetadata().getDomain()).isEqualTo(FlipswitchProvider.DEFAULT_DOMAIN);
            assertThat(underneath.client.getBooleanValue("dark-mode", false)).isTrue();
            assertThat(underneath.provider.evaluateAll(new ImmutableContext())).containsKey("dark-mode");
        }
    }
}
