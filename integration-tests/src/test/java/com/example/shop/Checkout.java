package com.example.shop;

import dev.flipswitch.cdi.Flag;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;

@RequestScoped
public class Checkout {
    @Inject
    @Flag("new-checkout")
    boolean newCheckout; // the value when it was injected

    @Inject
    @Flag(value = "free-shipping", defaultValue = "true")
    Supplier<Boolean> freeShipping; // the current value at each call

    public int shippingCents() {
        return freeShipping.get() ? 0 : 490;
    }
}
