package dev.flipswitch.server.flags;

import dev.flipswitch.server.messages.Messages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An environment's snapshot, kept up to date. Thread-safe: one refresh at a time, readers don't wait. */
final class LiveEnvironment implements ChangeHistory {

    private record Recalled(long after, long upTo, Optional<List<Change>> changes) {}

    private static final Logger LOGGER = System.getLogger(LiveEnvironment.class.getName());
    private static final Recalled NOTHING = new Recalled(0, 0, Optional.of(List.of()));

    private final Environment environment;
    private final FlagStore store;
    private final ChangeListener listener;
    private volatile Snapshot snapshot;

    /** What was asked for last: clients that lost the same connection come back together and ask for the same. */
    private volatile Recalled recalled = NOTHING;

    LiveEnvironment(Environment environment, FlagStore store, ChangeListener listener) {
        this.environment = environment;
        this.store = store;
        this.listener = listener;
        this.snapshot = store.load(environment);
        tellOfDamage(Map.of(), snapshot);
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
    public Optional<List<Change>> changes(long after, long upTo, int most) {
        Recalled last = recalled;
        if (last.after() == after && last.upTo() == upTo) {
            return last.changes();
        }
        if (!store.isAvailable()) {
            return Optional.empty();
        }
        try {
            Optional<List<Change>> changes = store.changes(environment, after, upTo, most);
            recalled = new Recalled(after, upTo, changes);
            return changes;
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    /** Takes over what is stored if it is not what is known. */
    void refresh(Map<Long, Head> heads) {
        Head head = heads.get(environment.id());
        if (head == null) {
            throw StoreUnavailableException.without(environment);
        }
        if (!head.equals(snapshot.head())) {
            refresh();
        }
    }

    /** Takes over what others or we have stored. The snapshot goes first: who is notified and fetches sees the change. */
    synchronized void refresh() {
        Head known = snapshot.head();
        store.loadAfter(environment, known).ifPresent(update -> {
            tellOfDamage(snapshot.damaged(), update.snapshot());
            snapshot = update.snapshot();
            if (update.other()) {
                recalled = NOTHING;
                LOGGER.log(
                        Level.WARNING,
                        Messages.otherHistory(
                                environment.project() + "/" + environment.key(),
                                known,
                                update.snapshot().head()));
            }
            listener.changed(environment, update.changes());
        });
    }

    private void tellOfDamage(Map<String, Damage> before, Snapshot now) {
        now.damaged().forEach((place, damage) -> {
            Damage known = before.get(place);
            if (known == null || !known.reason().equals(damage.reason())) {
                LOGGER.log(
                        Level.ERROR,
                        Messages.damaged(environment.project() + "/" + environment.key(), place, damage.reason()));
            }
        });
    }
}
