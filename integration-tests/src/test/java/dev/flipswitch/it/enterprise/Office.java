package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Opens with the application, and has work that comes by itself, each second. */
@Singleton
@Startup
public class Office {
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger newRounds = new AtomicInteger();
    private final AtomicInteger oldRounds = new AtomicInteger();
    private String opening = "";

    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @PostConstruct
    void open() {
        opening = theme.get();
    }

    public String opening() {
        return opening;
    }

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void round() {
        rounds.incrementAndGet();
    }

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    @FeatureGate("rounds")
    void newRound() {
        newRounds.incrementAndGet();
    }

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    @FeatureGate(value = "rounds", fallback = "oldRound")
    void roundOfEitherKind() {}

    void oldRound() {
        oldRounds.incrementAndGet();
    }

    /** How often each kind of work was done, and all of it was due. */
    public String rounds() {
        return rounds + " " + newRounds + " " + oldRounds;
    }
}
