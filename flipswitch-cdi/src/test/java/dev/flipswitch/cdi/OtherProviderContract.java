package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.ChangeableFlags;
import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What observers hear of a provider that is not flipswitch's, and of further domains. OpenFeature specification, section
 * 5, events.
 */
abstract class OtherProviderContract extends ContainerContract {
    OtherProviderContract(Kind kind) {
        super(kind);
    }

    /** Every flag is what its context says of it, and else what the code says. */
    static final class Echo extends EventProvider {
        @Override
        public Metadata getMetadata() {
            return () -> "echo";
        }

        @Override
        public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean other, EvaluationContext context) {
            return answer(other);
        }

        @Override
        public ProviderEvaluation<String> getStringEvaluation(String key, String other, EvaluationContext context) {
            Value value = context.getValue(key);
            return answer(value == null ? other : value.asString());
        }

        @Override
        public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer other, EvaluationContext context) {
            return answer(other);
        }

        @Override
        public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double other, EvaluationContext context) {
            return answer(other);
        }

        @Override
        public ProviderEvaluation<Value> getObjectEvaluation(String key, Value other, EvaluationContext context) {
            return answer(other);
        }

        private static <T> ProviderEvaluation<T> answer(T value) {
            return ProviderEvaluation.<T>builder().value(value).build();
        }

        void change(String... keys) {
            emitProviderConfigurationChanged(ProviderEventDetails.builder()
                            .flagsChanged(List.of(keys))
                            .build())
                    .await();
        }
    }

    @ApplicationScoped
    static class EchoMaker {
        private final Echo echo = new Echo();

        @Produces
        @Dependent
        FeatureProvider own() {
            return echo;
        }

        Echo echo() {
            return echo;
        }
    }

    @ApplicationScoped
    static class Recorder {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private final List<String> dark = new CopyOnWriteArrayList<>();
        private final List<String> invoices = new CopyOnWriteArrayList<>();
        private final List<String> async = new CopyOnWriteArrayList<>();

        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkMode;

        @Inject
        @Flag("theme")
        Supplier<String> theme;

        @Inject
        @Flag(value = "invoices", domain = "billing")
        Supplier<Boolean> other;

        @Inject
        Visit visit;

        void on(@Observes FlagChanged event) {
            all.add(event.domain() + "/" + event.key() + (visit.isActive() ? "" : " without a request"));
        }

        void onDarkMode(@Observes @FlagKey("dark-mode") FlagChanged event) {
            dark.add(event.newValue() + " " + darkMode.get() + theme.get());
        }

        void onInvoices(@Observes @FlagKey(value = "invoices", domain = "billing") FlagChanged event) {
            invoices.add(event.newValue(Boolean.class) + " " + other.get());
        }

        void later(@ObservesAsync @FlagKey("dark-mode") FlagChanged event) {
            async.add(event.key());
        }

        List<String> all() {
            return all;
        }

        List<String> dark() {
            return dark;
        }

        List<String> invoices() {
            return invoices;
        }

        List<String> async() {
            return async;
        }
    }

    @Test
    void firesTheFlagsThatAnotherProviderNamesAndElseThoseInUse() {
        try (SeContainer container = start(Recorder.class, Visit.class, EchoMaker.class)) {
            Recorder recorder = container.select(Recorder.class).get();
            Echo echo = container.select(EchoMaker.class).get().echo();
            echo.change("a", "dark-mode");
            await().atMost(LIMIT).until(() -> recorder.async().equals(List.of("dark-mode")));
            await().atMost(LIMIT).until(() -> recorder.all().equals(List.of("/a", "/dark-mode")));
            await("its event has no values").atMost(LIMIT).until(() -> recorder.dark()
                    .equals(List.of("Optional.empty false")));

            echo.change();
            await().atMost(LIMIT).until(() -> recorder.all().size() == 4);
            assertThat(Set.copyOf(recorder.all())).isEqualTo(Set.of("/a", "/dark-mode", "/theme"));
        }
    }

    @Test
    void firesNothingOnceTheApplicationIsGone() {
        SeContainer container = start(Recorder.class, Visit.class, EchoMaker.class);
        List<String> told = container.select(Recorder.class).get().all();
        DomainProvider still = new DomainProvider(
                "flipswitch", container.select(EchoMaker.class).get().echo(), true);
        container.close();
        Echo next = new Echo();
        new DomainProvider("flipswitch", next, true).start();
        next.change("dark-mode");
        assertThat(told).isEmpty();
        still.stop();
    }

    @Test
    void canStopListeningWhereOpenFeatureWasShutDownBefore() {
        DomainProvider given = new DomainProvider("flipswitch-shut-down", new Echo(), true);
        given.start();
        FlagValue.Registration listening = given.onConfigurationChanged(flags -> {});
        OpenFeatureAPI.getInstance().shutdown();
        assertThatCode(listening::close).doesNotThrowAnyException();
        given.stop();
    }

    @ApplicationScoped
    static class BillingMaker {
        private final ChangeableFlags flags = new ChangeableFlags(Map.of("invoices", false, "dark-mode", false));

        @Produces
        @Dependent
        @FlagDomain("billing")
        FeatureProvider billing() {
            return FlipswitchProvider.offline(flags);
        }

        ChangeableFlags flags() {
            return flags;
        }
    }

    @Test
    void firesTheChangesOfFurtherDomainsWithTheirName() {
        try (SeContainer container = start(Recorder.class, Visit.class, BillingMaker.class)) {
            Recorder recorder = container.select(Recorder.class).get();
            ChangeableFlags flags = container.select(BillingMaker.class).get().flags();
            flags.set("dark-mode", true);
            flags.set("invoices", true);
            await().atMost(LIMIT).until(() -> recorder.invoices().equals(List.of("Optional[true] true")));
            await().atMost(LIMIT)
                    .until(() -> recorder.all().containsAll(List.of("billing/invoices", "billing/dark-mode")));
            assertThat(recorder.dark())
                    .as("another domain's flag of the same key is another flag")
                    .isEmpty();
        }
    }
}
