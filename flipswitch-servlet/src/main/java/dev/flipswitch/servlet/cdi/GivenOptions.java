package dev.flipswitch.servlet.cdi;

import dev.flipswitch.FlipswitchOptions;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;

/** The options that a bean of the application gives, in place of its settings. Stateless. */
public final class GivenOptions {
    private GivenOptions() {}

    /**
     * Looks for the bean.
     *
     * @return the options; empty where there is no such bean, or no CDI
     */
    public static Optional<FlipswitchOptions> find() {
        try {
            Instance<FlipswitchOptions> beans = CDI.current().select(FlipswitchOptions.class);
            return beans.isResolvable() ? Optional.of(beans.get()) : Optional.empty();
        } catch (NoClassDefFoundError | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
