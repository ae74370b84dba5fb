package com.example.shop;

import dev.flipswitch.cdi.FeatureGate;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class Basket {
    @FeatureGate(value = "new-checkout", fallback = "oldCheckout")
    public String checkout(int items) {
        return items + " items, the new way";
    }

    String oldCheckout(int items) {
        return items + " items, as ever";
    }
}
