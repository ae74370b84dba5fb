package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;

/** What a bean inherits from its interface, gates included. */
public interface Parcels {
    @FeatureGate(value = "express", fallback = "byCart")
    default String parcel() {
        return "by plane";
    }

    default String byCart() {
        return "by cart";
    }
}
