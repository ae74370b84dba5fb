package dev.flipswitch.it.war;

import dev.flipswitch.cdi.FlagVariant;
import jakarta.enterprise.context.ApplicationScoped;

/** What a flag chooses an implementation of. */
public interface Pricing {
    int cents(int items);

    /** For the value {@code v1}. */
    @FlagVariant(flag = "pricing", value = "v1")
    @ApplicationScoped
    class Old implements Pricing {
        @Override
        public int cents(int items) {
            return 100 * items;
        }
    }

    /** For the value {@code v2}. */
    @FlagVariant(flag = "pricing", value = "v2")
    @ApplicationScoped
    class Cheap implements Pricing {
        @Override
        public int cents(int items) {
            return 90 * items;
        }
    }
}
