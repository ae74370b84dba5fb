package dev.flipswitch;

import dev.flipswitch.dispatch.Mailbox;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.update.FlagKeySet;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Notifies OpenFeature of the provider's states and changes, in order: each announcement is awaited before the next. None is
 * made before the gate is open: the SDK overwrites a state that is announced while {@code initialize} runs. Thread-safe.
 *
 * @see <a href="https://openfeature.dev/specification/sections/events">OpenFeature specification, section 5, events</a>
 */
final class OpenFeatureNotifier {
    private static final System.Logger LOG = System.getLogger(OpenFeatureNotifier.class.getName());

    private static final int MOST_WAITING = 1000;

    /** What OpenFeature is notified of. Each call returns when the SDK has taken it. */
    interface Emitter {
        void ready();

        void stale();

        void changed(FlagKeySet change);
    }

    private sealed interface Announcement {
        record State(boolean ready) implements Announcement {}

        record Change(FlagKeySet change) implements Announcement {}
    }

    private final Emitter emitter;
    private final Mailbox<Announcement> mailbox;
    private volatile boolean ready;

    OpenFeatureNotifier(Executor workers, Emitter emitter) {
        this.emitter = emitter;
        this.mailbox = Mailbox.held(
                workers,
                MOST_WAITING,
                OpenFeatureNotifier::merged,
                this::emit,
                failure -> LOG.log(Level.ERROR, Messages.listenerFailed(), failure));
    }

    /** How {@code initialize} ends; nobody is notified, since the SDK knows. */
    void initialized(boolean successfully) {
        ready = successfully;
    }

    void openGate() {
        mailbox.open();
    }

    void connected() {
        mailbox.put(new Announcement.State(true));
    }

    void lost() {
        mailbox.put(new Announcement.State(false));
    }

    void changed(FlagKeySet change) {
        mailbox.put(new Announcement.Change(change));
    }

    /** Notifies no more. */
    void close() {
        mailbox.close();
    }

    private void emit(Announcement announcement) {
        if (announcement instanceof Announcement.Change changed) {
            emitter.changed(changed.change());
        } else if (announcement instanceof Announcement.State state && state.ready() != ready) {
            ready = state.ready();
            if (ready) {
                emitter.ready();
            } else {
                emitter.stale();
            }
        }
    }

    /** The newest state, and all changes in one. */
    private static List<Announcement> merged(List<Announcement> waiting) {
        Announcement.@Nullable State state = null;
        List<FlagKeySet> changes = new ArrayList<>();
        for (Announcement announcement : waiting) {
            if (announcement instanceof Announcement.Change next) {
                changes.add(next.change());
            } else if (announcement instanceof Announcement.State next) {
                state = next;
            }
        }
        List<Announcement> merged = new ArrayList<>();
        if (state != null) {
            merged.add(state);
        }
        if (!changes.isEmpty()) {
            merged.add(new Announcement.Change(FlagKeySet.all(changes)));
        }
        return merged;
    }
}
