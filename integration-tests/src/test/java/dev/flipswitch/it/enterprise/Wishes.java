package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;

/** A bean of the session's. */
@SessionScoped
public class Wishes implements Serializable {
    private static final long serialVersionUID = 1L;

    private int count;

    @FeatureGate(value = "express", fallback = "slowly")
    public String wish() {
        return ++count + " express";
    }

    String slowly() {
        return ++count + " slowly";
    }
}
