package dev.flipswitch.it.readme;

import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagChanged;
import dev.flipswitch.cdi.FlagKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** Holds the README's CDI snippet word for word. */
final class CdiSnippet {
    private CdiSnippet() {}

    // snippet
    @RequestScoped
    public static class Checkout {
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

    @ApplicationScoped
    public static class PriceList {
        private volatile boolean outdated;

        void on(@Observes @FlagKey("free-shipping") FlagChanged change) { // after the new value is visible
            outdated = true;
        }

        public boolean isOutdated() {
            return outdated;
        }
    }
    // end
}
