package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import jakarta.ejb.Stateful;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.util.function.Supplier;

/** A stateful EJB of the session's. */
@Stateful
@SessionScoped
public class Cart implements Serializable {
    private static final long serialVersionUID = 1L;

    private int items;

    @Inject
    @Flag("theme")
    @SuppressWarnings({"NullAway.Init", "serial"}) // the container does it; flipswitch's can be serialised
    Supplier<String> theme;

    public String add() {
        items++;
        return items + " " + theme.get();
    }

    @FeatureGate("express")
    public String express() {
        return items + " by express";
    }
}
