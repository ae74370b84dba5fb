package dev.flipswitch.server.flags;

import java.util.List;

/** An environment's snapshot, kept up to date. Thread-safe: one refresh at a time, readers don't wait. */
final class LiveEnvironment implements History {

    private record Recalled(long after, long upTo, List<Change> changes) {}

    private final Environment environment;
    private final FlagStore store;
    private final ChangeListener listener;
    private volatile Snapshot snapshot;

    /** What was asked for last: clients that lost the same connection come back together and ask for the same. */
    private volatile Recalled recalled = new Recalled(0, 0, List.of());

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

    @Override
    public long lastEventId() {
        return snapshot.lastEventId();
    }

    @Override
    public List<Change> changes(long after, long upTo) {
        Recalled last = recalled;
        if (last.after() == after && last.upTo() == upTo) {
            return last.changes();
        }
        if (!store.isAvailable()) {
            return List.of();
        }
        try {
            List<Change> changes = List.copyOf(store.changes(environment, after, upTo));
            recalled = new Recalled(after, upTo, changes);
            return changes;
        } catch (StoreUnavailableException e) {
            return List.of();
        }
    }

    /** Takes over what others or we have stored. The snapshot goes first: who is told and fetches sees the change. */
    synchronized void refresh() {
        store.loadAfter(environment, snapshot.lastEventId()).ifPresent(update -> {
            snapshot = update.snapshot();
            listener.changed(environment, update.changes());
        });
    }
}
