package dev.flipswitch.testing;

import dev.flipswitch.FlipswitchOptions;
import dev.openfeature.sdk.FeatureProvider;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.Map;
import java.util.Objects;

/**
 * Gives a test's flags to the CDI container that the test starts: in place of all settings, what is injected and observed
 * there follows {@link TestFlags}. Needs {@code flipswitch-cdi}. The container calls it from one thread.
 *
 * <pre>{@code
 * new Weld().addExtensions(new ContainerFlags(flags))
 * }</pre>
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#se_bootstrap">CDI 4.0, section 23.1, SE
 *     container</a>
 */
public class ContainerFlags implements Extension {
    private final TestFlags flags;

    /**
     * For one container at a time.
     *
     * @param flags the test's flags, which are not closed with the container
     */
    public ContainerFlags(TestFlags flags) {
        this.flags = Objects.requireNonNull(flags, "flags");
    }

    void addProvider(@Observes AfterBeanDiscovery discovery) {
        Map<String, String> options = Map.of("flipswitch.domain", flags.domain() + "-container");
        discovery
                .<FeatureProvider>addBean()
                .id(ContainerFlags.class.getName() + ".provider")
                .addType(FeatureProvider.class)
                .scope(Dependent.class)
                .createWith(context -> flags.newProvider());
        discovery
                .<FlipswitchOptions>addBean()
                .id(ContainerFlags.class.getName() + ".options")
                .addType(FlipswitchOptions.class)
                .scope(Dependent.class)
                .createWith(context -> new FlipswitchOptions(options, Map.of()));
    }
}
