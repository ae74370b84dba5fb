package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import jakarta.ejb.Remove;
import jakarta.ejb.Stateful;

/** Ends when it is told so, unless a gate keeps that from it. */
@Stateful
public class Visit {
    public String going() {
        return "going on";
    }

    @Remove(retainIfException = true)
    @FeatureGate("express")
    public String leave() {
        return "left";
    }

    @Remove
    @FeatureGate("express")
    public String leaveAnyway() {
        return "left";
    }
}
