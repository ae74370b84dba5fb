package com.example.shop;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.FlagDomain;
import dev.openfeature.sdk.FeatureProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.util.Map;

@ApplicationScoped
public class Flags {
    @Produces
    @Dependent
    FlipswitchOptions options() { // instead of the settings
        return new FlipswitchOptions(Map.of("flipswitch.flags.pricing", "v2"), Map.of());
    }

    @Produces
    @Dependent
    @FlagDomain("billing")
    FeatureProvider billing() { // a whole OpenFeature provider, flipswitch's or another
        return FlipswitchProvider.offline(Map.of("invoices", true));
    }
}
