package dev.flipswitch.server.flags;

/** An environment's snapshot, kept up to date. Thread-safe: one refresh at a time, readers don't wait. */
final class LiveEnvironment {

    private final Environment environment;
    private final FlagStore store;
    private final ChangeListener listener;
    private volatile Snapshot snapshot;

    LiveEnvironment(Environment environment, FlagStore store, ChangeListener listener) {
        this.environment = environment;
        this.store = store;
        this.listener = listener;
        this.snapshot = store.load(environment);
    }

    long id() {
        return environment.id();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Takes over what others or we have stored. The snapshot goes first: who is told and fetches sees the change. */
    synchronized void refresh() {
        store.loadAfter(environment, snapshot.lastEventId()).ifPresent(update -> {
            snapshot = update.snapshot();
            listener.changed(environment, update.changes());
        });
    }
}
