package dev.flipswitch.it.war;

import dev.flipswitch.cdi.Flag;
import dev.flipswitch.cdi.FlagChanged;
import dev.flipswitch.cdi.FlagKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is told. */
@ApplicationScoped
public class Changes {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    void start(@Observes @Initialized(ApplicationScoped.class) Object application, @Flag("theme") String theme) {
        seen.add("start with " + theme);
    }

    void any(@Observes FlagChanged changed) {
        seen.add("any " + changed.key());
    }

    void reports(@Observes @FlagKey("reports") FlagChanged changed) {
        seen.add("reports " + changed.newValue(Boolean.class).orElseThrow());
    }

    void anyLater(@ObservesAsync FlagChanged changed) {
        seen.add("async " + changed.key());
    }

    List<String> seen() {
        return seen;
    }
}
