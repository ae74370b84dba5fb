package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** What others call in a transaction, or leave to another thread. */
@Stateless
public class Orders {
    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @FeatureGate("express")
    public String express() {
        return "express";
    }

    @FeatureGate(value = "express", fallback = "later")
    public String sent() {
        return "sent";
    }

    String later() {
        return "later";
    }

    @Asynchronous
    public Future<String> theme() {
        return new AsyncResult<>(theme.get());
    }
}
