package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Instance;
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

/** Flags that are asked for again and again, and those who listen to them. */
abstract class LiveFlagsContract extends ContainerContract {
    LiveFlagsContract(Kind kind) {
        super(kind);
    }

    enum Theme {
        PLAIN,
        DARK
    }

    @BeforeEach
    void someFlags() {
        server.set("dark-mode", "true");
        server.set("page-size", "20");
        server.set("theme", "\"DARK\"");
        server.set("steps", "[1,2,3]");
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
        try (SeContainer container = startConnected(Forms.class)) {
            Forms forms = container.select(Forms.class).get();

            server.change("theme", "\"PLAIN\"");

            await().atMost(LIMIT).until(() -> forms.supplier.get() == Theme.PLAIN);
            assertThat(forms.provider.get()).isEqualTo(Theme.PLAIN);
            assertThat(forms.instance.get()).isEqualTo(Theme.PLAIN);
            assertThat(forms.handle.get()).isEqualTo(Theme.PLAIN);
            assertThat(forms.optional).contains(Theme.DARK);
        }
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

    @Dependent
    static class Asking {
        @Inject
        @Flag(value = "theme", defaultValue = "PLAIN")
        Instance<FlagValue<Theme>> themes;
    }

    @Test
    void tellsListenersOfWhatAnInstanceGaveUntilTheirRegistrationEnds() {
        try (SeContainer container = start(Asking.class)) {
            Instance<FlagValue<Theme>> themes = container.select(Asking.class).get().themes;
            List<Theme> seen = new CopyOnWriteArrayList<>();
            List<Theme> seenToo = new CopyOnWriteArrayList<>();
            FlagValue.Registration first = themes.get().onChange(seen::add);
            var unused = themes.get().onChange(seenToo::add);
            awaitConnection(container);

            first.close();
            server.change("theme", "\"PLAIN\"");
            await().atMost(LIMIT).until(() -> seenToo.contains(Theme.PLAIN));

            assertThat(seen).isEmpty();
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
