package dev.flipswitch.it.war;

import dev.flipswitch.EvaluationContextSupplier;
import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.cdi.FlagDomain;
import dev.flipswitch.cdi.FlagVariant;
import dev.flipswitch.servlet.RequestContextResolver;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;

/** Beans that flags depend on, and that flipswitch in a shared library does not see in a module. */
public final class Unseen {
    private Unseen() {}

    /** Says for whom flags are. */
    @ApplicationScoped
    public static class Context implements EvaluationContextSupplier {
        @Override
        public EvaluationContext get() {
            return new ImmutableContext(Map.of("seen", new Value("yes")));
        }
    }

    /** Says for whom a request's flags are. */
    @ApplicationScoped
    public static class Resolver implements RequestContextResolver {
        @Override
        public EvaluationContext resolve(HttpServletRequest request) {
            return new ImmutableContext();
        }
    }

    /** Makes options and a provider. */
    @Dependent
    public static class Maker {
        @Produces
        @Dependent
        FlipswitchOptions options() {
            return new FlipswitchOptions(Map.of("flipswitch.flags.theme", "dark"), Map.of());
        }

        @Produces
        @Dependent
        @FlagDomain("billing")
        static FeatureProvider billing() {
            return new NoOpProvider();
        }
    }

    /** Is chosen by a flag. */
    @ApplicationScoped
    @FlagVariant(flag = "engine", value = "old")
    public static class Engine {}

    /** Is not chosen by the application, so nobody need see it. */
    @Alternative
    @ApplicationScoped
    public static class Unused extends Context {}
}
