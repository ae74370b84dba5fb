package dev.flipswitch.testing;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.cdi.FlagDomain;
import dev.openfeature.sdk.FeatureProvider;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gives a test's flags to the CDI container that the test starts. They replace all settings and the application's own
 * providers: what is injected and observed there follows {@link TestFlags}. A container that discovers extensions has
 * it by itself. Where no test with flags runs on the thread that starts the container, it does nothing. Needs
 * {@code flipswitch-cdi}. The container calls it from one thread.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#se_bootstrap">CDI 4.0, section 23.1, SE
 *     container</a>
 */
public class ContainerFlags implements Extension {
    /** Over any alternative of an application. */
    private static final int DISCOVERED = 1_000_000;

    private static final int BY_HAND = DISCOVERED + 1;

    private final Optional<TestFlags> given;
    private final int priority;

    /** The flags of the test that runs on the thread that starts the container. */
    public ContainerFlags() {
        this(Optional.empty(), BY_HAND);
    }

    /**
     * Certain flags, on whatever thread the container starts.
     *
     * @param flags the test's flags, which are not closed with the container
     */
    public ContainerFlags(TestFlags flags) {
        this(Optional.of(flags), BY_HAND);
    }

    private ContainerFlags(Optional<TestFlags> given, int priority) {
        this.given = given;
        this.priority = priority;
    }

    void addProvider(@Observes AfterBeanDiscovery discovery) {
        given.or(FlagsExtension::current).ifPresent(flags -> addProvider(discovery, flags));
    }

    private void addProvider(AfterBeanDiscovery discovery, TestFlags flags) {
        String domain = flags.domain() + "-container-" + UUID.randomUUID();
        add(discovery, FeatureProvider.class, Default.Literal.INSTANCE, flags::newProvider);
        add(
                discovery,
                FlipswitchOptions.class,
                Default.Literal.INSTANCE,
                () -> new FlipswitchOptions(Map.of("flipswitch.domain", domain), Map.of()));
        flags.domains()
                .forEach(
                        (name, others) -> add(discovery, FeatureProvider.class, new Domain(name), others::newProvider));
    }

    private <T> void add(
            AfterBeanDiscovery discovery, Class<T> type, Annotation qualifier, Supplier<? extends T> maker) {
        discovery
                .<T>addBean()
                .beanClass(getClass()) // by which OpenWebBeans knows the priority
                .id(getClass().getName() + "." + type.getName() + qualifier)
                .addType(type)
                .addQualifier(qualifier)
                .scope(Dependent.class)
                .alternative(true)
                .priority(priority)
                .createWith(context -> maker.get());
    }

    private static final class Domain extends AnnotationLiteral<FlagDomain> implements FlagDomain {
        private static final long serialVersionUID = 1L;

        private final String value;

        Domain(String value) {
            this.value = value;
        }

        @Override
        public String value() {
            return value;
        }
    }

    /** The one that containers discover: of a class of its own, since they have one extension of each. */
    public static final class Discovered extends ContainerFlags {
        /** Called by the container. */
        public Discovered() {
            super(Optional.empty(), DISCOVERED);
        }
    }
}
