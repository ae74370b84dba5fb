package dev.flipswitch.server;

import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.messages.Messages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Deletes old changes and old entries of the audit log from the store, at the start and once an hour. Thread-safe; its thread ends when it is closed. */
final class ChangeRetention implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(ChangeRetention.class.getName());
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final FlagStore store;
    private final Duration changes;
    private final Optional<Duration> audit;
    private final Clock clock;
    private final ScheduledExecutorService timer;

    @SuppressWarnings("FutureReturnValueIgnored") // a run catches what it meets
    ChangeRetention(FlagStore store, Duration changes, Optional<Duration> audit, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "flipswitch-retention");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::forget, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void forget() {
        try {
            store.forgetChanges(clock.instant().minus(changes));
            audit.ifPresent(age -> store.forgetAudit(clock.instant().minus(age)));
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, Messages.notForgotten(e));
        }
    }

    @Override
    public void close() {
        timer.shutdown(); // no interrupt: it would close a file of H2
    }
}
