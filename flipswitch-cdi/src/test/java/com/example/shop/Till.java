package com.example.shop;

import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagVariant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

@ApplicationScoped
public class Till {
    @Inject
    @Flag(value = "pricing", defaultValue = "v1")
    PricingEngine engine;

    public int total(int items) {
        return engine.cents(items);
    }
}

interface PricingEngine {
    int cents(int items);
}

@FlagVariant(flag = "pricing", value = "v1")
@ApplicationScoped
class OldPricing implements PricingEngine {
    @Override
    public int cents(int items) {
        return 100 * items;
    }
}

@FlagVariant(flag = "pricing", value = "v2")
@ApplicationScoped
class NewPricing implements PricingEngine {
    @Override
    public int cents(int items) {
        return 90 * items;
    }
}
