package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.NoOpProvider;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.PrePassivate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a container would hide, or would let stand open. */
abstract class ProblemsContract extends ContainerContract {
    private static final String PLACE = ProblemsContract.class.getName() + "$";

    ProblemsContract(Kind kind) {
        super(kind);
    }

    @Dependent
    static class Generic<T> {
        @Inject
        @Flag("of-any-type")
        T value;
    }

    @Dependent
    static class Hiding {
        @Inject
        @Flag("an-object")
        Object object;

        @Inject
        @Flag("raw-list")
        @SuppressWarnings("rawtypes") // it is what is wrong
        List list;

        @Inject
        @Flag("array")
        String[] array;

        @Inject
        @Flag("default")
        @Default
        boolean qualified;

        @Inject
        @Flag("named")
        @Named("dark")
        FlagValue<Boolean> named;

        @Inject
        Hiding(
                @Flag(" ") boolean blank,
                @Flag("no\u00a0break") boolean noBreak,
                @Flag("zero\u200bwidth") boolean zero) {
            assertThat(blank).isEqualTo(noBreak).isEqualTo(zero);
        }

        @Produces
        @Dependent
        static StringBuilder builder(@Flag("in-a-producer") Object object) {
            return new StringBuilder(object.toString());
        }

        void on(@Observes @FlagKey("") FlagChanged change, @Flag("in-an-observer") Object object) {}

        void onBlank(@Observes @FlagKey(value = "  ", domain = "billing") FlagChanged change) {}
    }

    @Test
    void tellsOfEverythingTogetherThatAContainerWouldStopAt() {
        assertThat(failure(Generic.class, Hiding.class))
                .contains("FLIP-CDI-0004: the flag 'of-any-type' at " + PLACE + "Generic.value cannot be a T")
                .contains("FLIP-CDI-0004: the flag 'an-object' at " + PLACE
                        + "Hiding.object cannot be a java.lang.Object")
                .contains("FLIP-CDI-0004: the flag 'raw-list' at " + PLACE + "Hiding.list cannot be a java.util.List")
                .contains("FLIP-CDI-0004: the flag 'array' at " + PLACE + "Hiding.array cannot be a java.lang.String[]")
                .contains("FLIP-CDI-0004: the flag 'in-a-producer' at " + PLACE + "Hiding.builder()")
                .contains("FLIP-CDI-0004: the flag 'in-an-observer' at " + PLACE + "Hiding.on()")
                .contains("FLIP-CDI-0006: '' at " + PLACE + "Hiding.on() ")
                .contains("FLIP-CDI-0006: '  ' at " + PLACE + "Hiding.onBlank() ")
                .contains("FLIP-CDI-0006: ' ' at new " + PLACE + "Hiding(), parameter 1")
                .contains("parameter 2 is not a valid flag key")
                .contains("parameter 3 is not a valid flag key")
                .contains("FLIP-CDI-0036: the flag 'default' at " + PLACE
                        + "Hiding.qualified has other qualifiers besides @Flag: @Default")
                .contains("FLIP-CDI-0036: the flag 'named' at " + PLACE + "Hiding.named");
    }

    @ApplicationScoped
    static class Gated {
        @FeatureGate("labs")
        private void hidden() {}

        @FeatureGate("labs")
        static void shared() {}

        @FeatureGate("labs")
        @PostConstruct
        void made() {}

        @FeatureGate("labs")
        @PrePassivate
        void leaving() {}

        @FeatureGate("labs")
        @Inject
        void initialise(@Flag("dark-mode") boolean dark) {
            assertThat(dark).isFalse();
            hidden();
        }

        @FeatureGate("")
        void withoutKey() {}

        @FeatureGate(" ")
        void blank() {}
    }

    @ApplicationScoped
    static class FinalGated {
        @FeatureGate("labs")
        public final void fixed() {}
    }

    @ApplicationScoped
    @FeatureGate("labs")
    static class AllGated {
        public final void fixed() {}

        private void helper() {}

        static void utility() {}

        @Inject
        void initialise(@Flag("dark-mode") boolean dark) {
            assertThat(dark).isFalse();
            helper();
        }
    }

    @Dependent
    @FeatureGate("labs")
    static final class Final {
        void work() {}
    }

    @FeatureGate("labs")
    interface GatedInterface {
        void work();
    }

    interface GatedMethod {
        @FeatureGate("labs")
        void one();

        @FeatureGate("labs")
        void two();
    }

    @ApplicationScoped
    static class Worker implements GatedInterface, GatedMethod {
        @Override
        public void work() {}

        @Override
        public void one() {}

        @Override
        @FeatureGate("labs")
        public void two() {}
    }

    @Test
    void findsGatesThatWouldStandOpen() {
        assertThat(failure(Gated.class, Worker.class))
                .contains(unheld("Gated.hidden()", "a private method"))
                .contains(unheld("Gated.shared()", "a static method"))
                .contains(unheld("Gated.made()", "a method that the container calls by itself"))
                .contains(unheld("Gated.leaving()", "a method that the container calls by itself"))
                .contains(unheld("Gated.initialise()", "a method that the container calls by itself"))
                .contains("FLIP-CDI-0006: '' at " + PLACE + "Gated.withoutKey()")
                .contains("FLIP-CDI-0006: ' ' at " + PLACE + "Gated.blank()")
                .contains("FLIP-CDI-0031: the gate of the flag 'labs' at " + PLACE + "GatedInterface does not guard "
                        + PLACE + "Worker")
                .contains("FLIP-CDI-0031: the gate of the flag 'labs' at " + PLACE + "GatedMethod.one() does not guard "
                        + PLACE + "Worker.one()")
                .doesNotContain("GatedMethod.two()");
    }

    @Test
    void aFinalClassHasNoGateNorHasOneOfFinalMethods() {
        assertThat(failure(FinalGated.class)).contains(unheld("FinalGated.fixed()", "a final method"));
        beAnotherApplication();
        assertThat(failure(AllGated.class))
                .contains(unheld("AllGated.fixed()", "a final method"))
                .doesNotContain("helper", "utility", "AllGated.initialise() would");
        beAnotherApplication();
        assertThat(failure(Final.class)).contains(unheld("Final.work()", "a method of a final class"));
    }

    private static String unheld(String method, String fault) {
        return "FLIP-CDI-0030: the gate of the flag 'labs' at " + PLACE + method
                + " would have no effect, because it is on " + fault;
    }

    @ApplicationScoped
    static class Base {
        @FeatureGate("labs")
        String work() {
            return "work";
        }
    }

    @ApplicationScoped
    static class Overriding extends Base {
        @Override
        String work() {
            return "other work";
        }
    }

    static class NoBean {
        final Thread thread;

        NoBean(Thread thread) {
            this.thread = thread;
        }

        @FeatureGate("labs")
        void work() {}
    }

    @MessageDriven
    static class Clerk {
        Clerk(Thread thread) {
            assertThat(thread).isNotNull();
        }

        @FeatureGate("labs")
        void work() {}
    }

    @Test
    void warnsOfGatesThatMayNotHold() {
        try (Log log = new Log();
                SeContainer container = start(Base.class, Overriding.class, NoBean.class, Clerk.class)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("FLIP-CDI-0032: the gate of the flag 'labs' at " + PLACE
                            + "Base.work() does not guard " + PLACE + "Overriding.work()"))
                    .anyMatch(line -> line.contains("FLIP-CDI-0033: " + PLACE + "NoBean has a @FeatureGate"))
                    .noneMatch(line -> line.contains("Clerk"));
        }
    }

    interface Pricing {
        int cents();
    }

    sealed interface Closed permits ClosedVariant {
        int cents();
    }

    @ApplicationScoped
    @FlagVariant(flag = "pricing", value = "v1")
    static class One implements Pricing {
        @Override
        public int cents() {
            return 1;
        }
    }

    @ApplicationScoped
    @FlagVariant(flag = "pricing", value = "v1")
    static class Same implements Pricing {
        @Override
        public int cents() {
            return 2;
        }
    }

    @ApplicationScoped
    @FlagVariant(flag = "", value = "v1")
    static class WithoutFlag implements Pricing {
        @Override
        public int cents() {
            return 3;
        }
    }

    @Dependent
    @FlagVariant(flag = "closed", value = "v1")
    static non-sealed class ClosedVariant implements Closed {
        @Override
        public int cents() {
            return 1;
        }
    }

    @Dependent
    static class Till {
        @Inject
        @Flag(value = "pricing", defaultValue = "v1")
        Pricing pricing;

        @Inject
        @Flag(value = "closed", defaultValue = "v1")
        Closed closed;
    }

    @Test
    void findsVariantsAmongWhichNothingCanBeChosen() {
        assertThat(failure(One.class, Same.class, WithoutFlag.class, ClosedVariant.class, Till.class))
                .contains("FLIP-CDI-0034: the flag 'pricing' has several variants 'v1' of " + PLACE + "Pricing: ["
                        + PLACE + "One, " + PLACE + "Same]")
                .contains("FLIP-CDI-0035: the flag 'closed' at " + PLACE + "Till.closed")
                .contains("FLIP-CDI-0006: '' at " + PLACE + "WithoutFlag");
    }

    @ApplicationScoped
    static class NoDomain {
        @Produces
        @Dependent
        @FlagDomain("")
        FeatureProvider provider() {
            return new NoOpProvider();
        }
    }

    @Dependent
    static class NoDomainsClient {
        @Inject
        @FlagDomain(" ")
        dev.openfeature.sdk.Client client;
    }

    @Test
    void findsDomainsWithoutAName() {
        assertThat(failure(NoDomain.class, NoDomainsClient.class)).contains("FLIP-CDI-0038");
    }
}
