package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts providers side by side, so that several that are down hold a deployment up no longer than one. Stateless. */
final class ProviderStarter {
    /** How long a deployment waits for all providers but flipswitch's main one, which bounds its start itself. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private ProviderStarter() {}

    static void all(DomainProvider main, List<DomainProvider> others) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        boolean bounded = main.provider() instanceof FlipswitchProvider;
        List<DomainProvider> beside = new ArrayList<>(others);
        if (!bounded) {
            beside.add(main);
        }
        List<StartupWaiter> starting =
                beside.stream().map(DomainProvider::startBeside).toList();
        if (bounded) {
            main.start();
        }
        starting.forEach(started -> started.await(Duration.ofNanos(deadline - System.nanoTime())));
    }
}
