package com.example.shop;

import dev.flipswitch.cdi.FlagChanged;
import dev.flipswitch.cdi.FlagKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

@ApplicationScoped
public class PriceList {
    private volatile boolean outdated;

    void on(@Observes @FlagKey("free-shipping") FlagChanged change) { // after the new value is visible
        outdated = true;
    }

    public boolean isOutdated() {
        return outdated;
    }
}
