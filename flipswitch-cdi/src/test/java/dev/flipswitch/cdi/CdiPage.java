package dev.flipswitch.cdi;

import dev.flipswitch.EvaluationContextSupplier;
import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Map;

/** What docs/cdi.md shows, word for word but for "static". */
final class CdiPage {
    private CdiPage() {}

    @ApplicationScoped
    static class Shop {
        // snippet: gate
        @FeatureGate(value = "new-checkout", fallback = "oldCheckout")
        public String checkout(int items) {
            return items + " items, the new way";
        }

        String oldCheckout(int items) {
            return items + " items, as ever";
        }
        // end
    }

    // snippet: variants
    interface PricingEngine {
        int cents(int items);
    }

    @FlagVariant(flag = "pricing", value = "v1")
    @ApplicationScoped
    static class OldPricing implements PricingEngine {
        @Override
        public int cents(int items) {
            return 100 * items;
        }
    }

    @FlagVariant(flag = "pricing", value = "v2")
    @ApplicationScoped
    static class NewPricing implements PricingEngine {
        @Override
        public int cents(int items) {
            return 90 * items;
        }
    }

    @ApplicationScoped
    static class Till {
        @Inject
        @Flag(value = "pricing", defaultValue = "v1")
        PricingEngine engine;

        int total(int items) {
            return engine.cents(items);
        }
    }
    // end

    @ApplicationScoped
    static class Flags {
        // snippet: producers
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
        // end
    }

    // snippet: context
    @ApplicationScoped
    static class Deployment implements EvaluationContextSupplier {
        @Override
        public EvaluationContext get() {
            return new ImmutableContext("shop", Map.of("region", new Value("north")));
        }
    }
    // end
}
