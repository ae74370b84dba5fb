package dev.flipswitch.it.war;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagChanged;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** An EJB in a module of its own, with a flag and a gate, that hears of changes. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Stock {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @FeatureGate(value = "beta", fallback = "closed")
    public String state() {
        return theme.get() + " open " + heard;
    }

    String closed() {
        return theme.get() + " closed " + heard;
    }

    public void on(@Observes FlagChanged changed) {
        heard.add(changed.key());
    }
}
