package dev.flipswitch.it.war;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.FlagChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A module's bean with a gate, that hears of changes. */
@ApplicationScoped
public class ModuleBean {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @FeatureGate("beta")
    public String gated() {
        return "open";
    }

    void on(@Observes FlagChanged changed) {
        heard.add(changed.key());
    }

    /** The keys of the flags that have changed, in their order. */
    public List<String> changes() {
        return heard;
    }
}
