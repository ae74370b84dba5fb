package dev.flipswitch.demo.shop;

import dev.flipswitch.cdi.FlagChanged;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Tells the log of each flag that changes while the shop runs. */
@ApplicationScoped
public class ChangeLog {
    private static final System.Logger LOG = System.getLogger(ChangeLog.class.getName());

    void on(@Observes FlagChanged change) {
        LOG.log(
                System.Logger.Level.INFO,
                "The flag " + change.key() + " changed from " + text(change.oldValue()) + " to "
                        + text(change.newValue()));
    }

    private static String text(Optional<Value> value) {
        return value.map(Value::asObject).map(String::valueOf).orElse("nothing");
    }
}
