package dev.flipswitch.demo.shop;

import dev.flipswitch.cdi.Flag;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** What an order costs. Lives as long as the application, so it asks for the flag's current value at each call. */
@ApplicationScoped
public class Checkout {
    private static final int SHIPPING_CENTS = 490;

    @Inject
    @Flag("free-shipping")
    Supplier<Boolean> freeShipping;

    /**
     * What shipping costs now.
     *
     * @return the price in cents
     */
    public int shippingCents() {
        return freeShipping.get() ? 0 : SHIPPING_CENTS;
    }
}
