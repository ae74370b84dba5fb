package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.function.Supplier;

/** A view of Faces: {@code shelf.xhtml}. */
@Named
@ViewScoped
public class Shelf implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    @Flag("theme")
    @SuppressWarnings({"NullAway.Init", "serial"}) // the container does it; flipswitch's can be serialised
    Supplier<String> theme;

    @FeatureGate(value = "express", fallback = "slow")
    public String getText() {
        return "express, " + theme.get();
    }

    String slow() {
        return "slow, " + theme.get();
    }
}
