package dev.flipswitch.it.war;

import dev.flipswitch.EvaluationContextSupplier;
import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.FlagDomain;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.util.Map;

/** What takes the place of settings. */
@ApplicationScoped
public class Given implements EvaluationContextSupplier {
    /** The environment variable with the flag server's address. */
    public static final String SERVER = "APIS_SERVER";

    @Produces
    @Dependent
    FlipswitchOptions options() {
        return new FlipswitchOptions(
                Map.of("flipswitch.api-key", "key", "flipswitch.base-url", System.getenv(SERVER)), Map.of());
    }

    @Produces
    @Dependent
    @FlagDomain("billing")
    FeatureProvider billing() {
        return FlipswitchProvider.offline(Map.of("invoices", true));
    }

    @Override
    public EvaluationContext get() {
        return new ImmutableContext(Map.of("region", new Value("north")));
    }
}
