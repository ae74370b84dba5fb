package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.FlipswitchProviderBuilder;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses the providers of the application's domains: a bean of {@code FeatureProvider}, else one of {@code
 * FlipswitchOptions}, else the settings. The container calls it from one thread.
 */
@Singleton
class ProviderResolver {
    @Inject
    @Any
    Instance<FeatureProvider> given;

    @Inject
    @Any
    Instance<FlipswitchOptions> options;

    @Inject
    FlipswitchExtension extension;

    @Inject
    ApplicationContexts contexts;

    private boolean isAbsent;
    private boolean hasWarned; // of the application's own settings

    /** Whether the application does without flags of its own, as it may: then each has its default. */
    boolean isAbsent() {
        return isAbsent;
    }

    /** The application's own provider. */
    DomainProvider main() {
        Settings settings = Settings.read();
        Instance<FlipswitchOptions> own = options.select(Default.Literal.INSTANCE);
        FlipswitchOptions chosen = own.isUnsatisfied() ? settings.main() : own.get();
        Instance<FeatureProvider> provider = given.select(Default.Literal.INSTANCE);
        if (!provider.isUnsatisfied()) {
            return new DomainProvider(chosen.domain(), provider.get(), true);
        }
        isAbsent = own.isUnsatisfied() && ConfigurationCheck.lacksKey(chosen) && settings.isOptional();
        hasWarned = own.isUnsatisfied() && !isAbsent;
        return new DomainProvider(
                chosen.domain(), isAbsent ? FlipswitchProvider.offline(Map.of()) : build(chosen.newBuilder()), false);
    }

    private FlipswitchProvider build(FlipswitchProviderBuilder builder) {
        if (contexts.isAny()) {
            builder.evaluationContext(contexts::get);
        }
        ManagedThreads.factory().ifPresent(builder::threadFactory);
        return builder.build();
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
            boolean isGiven = !provider.isUnsatisfied();
            providers.add(new DomainProvider(
                    name,
                    isGiven
                            ? provider.get()
                            : build(
                                    own.isUnsatisfied()
                                            ? builder(settings, name)
                                            : own.get().newBuilder()),
                    isGiven));
        }
        return providers;
    }

    /** Warns of those settings alone that the application's own provider has not warned of. */
    private FlipswitchProviderBuilder builder(Settings settings, String domain) {
        return settings.of(domain).newBuilder(setting -> settings.given(domain, setting)
                .or(() -> Optional.of(setting).filter(inherited -> !hasWarned)));
    }
}
