package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.FeatureProvider;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses the providers of the application's domains: a bean of {@code FeatureProvider}, else one of {@code
 * FlipswitchOptions}, else the settings. The container calls it from one thread.
 */
@Singleton
class Providers {
    @Inject
    @Any
    Instance<FeatureProvider> given;

    @Inject
    @Any
    Instance<FlipswitchOptions> options;

    @Inject
    FlipswitchExtension extension;

    /** The application's own provider. */
    DomainProvider main() {
        Settings settings = Settings.read();
        Instance<FlipswitchOptions> own = options.select(Default.Literal.INSTANCE);
        FlipswitchOptions chosen = own.isUnsatisfied() ? settings.main() : own.get();
        Instance<FeatureProvider> provider = given.select(Default.Literal.INSTANCE);
        if (!provider.isUnsatisfied()) {
            return new DomainProvider(chosen.domain(), provider.get());
        }
        boolean isAbsent = own.isUnsatisfied() && settings.isOptional() && ConfigurationCheck.lacksKey(chosen);
        return new DomainProvider(
                chosen.domain(),
                isAbsent
                        ? FlipswitchProvider.offline(Map.of())
                        : chosen.newBuilder().build());
    }

    /** Those of further domains. */
    List<DomainProvider> others() {
        Settings settings = Settings.read();
        Set<String> configured = settings.domains(extension.flagDomains());
        Set<String> names = new TreeSet<>(configured);
        names.addAll(extension.producedDomains());
        List<DomainProvider> providers = new ArrayList<>();
        for (String name : names) {
            Annotation domain = new DomainLiteral(name);
            Instance<FeatureProvider> provider = given.select(domain);
            Instance<FlipswitchOptions> own = options.select(domain);
            FlipswitchOptions chosen = own.isUnsatisfied() ? settings.of(name) : own.get();
            providers.add(new DomainProvider(
                    name, provider.isUnsatisfied() ? chosen.newBuilder().build() : provider.get()));
        }
        return providers;
    }
}
