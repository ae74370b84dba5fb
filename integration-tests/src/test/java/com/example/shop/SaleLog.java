package com.example.shop;

import dev.flipswitch.cdi.FlagChanged;
import dev.flipswitch.cdi.FlagKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger.Level;

@ApplicationScoped
public class SaleLog {
    void on(@Observes @FlagKey("sale") FlagChanged change) { // after the new value is visible
        boolean sale = change.newValue(Boolean.class).orElse(false);
        System.getLogger("shop").log(Level.INFO, sale ? "the sale begins" : "the sale ends");
    }
}
