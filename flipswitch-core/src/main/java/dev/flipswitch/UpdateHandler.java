package dev.flipswitch;

import dev.flipswitch.FlagChange.Cause;
import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.update.BulkSnapshot;
import dev.flipswitch.update.FlagInvalidation;
import dev.flipswitch.update.Outage;
import dev.flipswitch.update.SnapshotDiff;
import dev.flipswitch.update.Update;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies updates: first to what is known, then to the world. OpenFeature is notified at once which flags the update names; the
 * server is asked for the others, and for what listeners are notified of each. Its state belongs to the loop, on which it is
 * called.
 */
final class UpdateHandler implements Consumer<Update> {
    private static final System.Logger LOG = System.getLogger(UpdateHandler.class.getName());

    /** Over what time clients that come back together spread what they ask for. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    private final FlagCache flags;
    private final BulkSnapshot application;
    private final ProviderNotifications notifications;
    private final ProviderThreads threads;
    private final ContactTracker contact;

    private boolean connectedBefore;
    private boolean away;
    private boolean refused; // evaluations are
    private @Nullable String startFailure; // until it is logged, or the log has another line about it
    private boolean keyRotated; // and not reconnected since
    private final ListenerSnapshot listeners = new ListenerSnapshot();
    private final OpenFeatureDeduplicator openFeature;
    private final RefreshScheduler refresh;
    private PendingChanges pending = new PendingChanges(); // what is to be asked next

    UpdateHandler(
            FlagCache flags,
            BulkSnapshot application,
            ProviderNotifications notifications,
            ProviderThreads threads,
            ContactTracker contact) {
        this.flags = flags;
        this.application = application;
        this.notifications = notifications;
        this.threads = threads;
        this.contact = contact;
        openFeature = new OpenFeatureDeduplicator(notifications.openFeature()::changed);
        refresh = new RefreshScheduler(threads::after, this::ask, () -> !pending.isEmpty() && !away);
    }

    /** Asks the server for the first time. */
    CompletableFuture<SnapshotDiff> askFirst() {
        return application.askPatiently().whenComplete((comparison, failure) -> {
            if (comparison != null) {
                beginIfNobodyAsked();
            }
        });
    }

    @Override
    public void accept(Update update) {
        if (update instanceof Update.Heard) {
            contact.heard();
        } else if (update instanceof Update.Connected connected) {
            connected(connected.unconditionally());
        } else if (update instanceof FlagInvalidation invalidation) {
            changed(invalidation);
        } else if (update instanceof Update.Refetched refetched) {
            pending.refetch(refetched.newest());
            changed(FlagInvalidation.any());
        } else if (update instanceof Update.Polled polled) {
            polled(polled.diff());
        } else if (update instanceof Outage) {
            lost();
        } else if (update instanceof Update.EvaluationsRefused changed) {
            evaluationsRefused(changed.now());
        } else if (update instanceof Update.StatusChanged changed) {
            notifications.statuses().publish(List.of(changed.status()));
        } else if (update instanceof Update.KeyRotated rotated) {
            keyRotated(new ApiKeyRotation(rotated.validUntil()));
        } // Unreliable concerns what can poll
    }

    private void connected(boolean unconditionally) {
        boolean somethingWasAsked = connectedBefore || !flags.isEmpty();
        connectedBefore = true;
        startFailure = null;
        away = false;
        flags.serverIsBack(somethingWasAsked ? SPREAD : Duration.ZERO);
        openFeature.connected();
        threads.onLoop(this::reached); // the stream's status changes first
        if (unconditionally) {
            application.forgetTag();
        }
        if (somethingWasAsked) {
            pending.reconnected(keyRotated ? Cause.ROTATION : Cause.RECONNECT);
            keyRotated = false;
            refresh.requestWithin(SPREAD);
        }
    }

    private void changed(FlagInvalidation event) {
        if (event.flags().isAny()) {
            flags.invalidateAll();
        } else {
            event.flags().flagKeys().forEach(flags::invalidate);
        }
        pending.add(event, openFeature.announced(event.flags()));
        refresh.request();
    }

    private void polled(SnapshotDiff comparison) {
        away = false;
        if (comparison.unchanged()) {
            flags.setServerAway(false);
            reached();
        } else {
            boolean unknown = !connectedBefore && !flags.isEmpty();
            flags.serverIsBack(SPREAD);
            reached();
            if (comparison.changed() || unknown) {
                notifications.openFeature().changed(comparison.change());
            }
        }
        connectedBefore = true;
        startFailure = null;
        notifyListeners(PendingChanges.poll());
    }

    private void reached() {
        if (!away && !refused) {
            contact.back();
            notifications.openFeature().connected();
        }
    }

    private void evaluationsRefused(boolean now) {
        refused = now;
        if (now) {
            startFailure = null;
            contact.lost();
            notifications.openFeature().lost();
        } else {
            reached();
        }
    }

    /** Whether the server can't be heard. On the loop. */
    boolean isServerAway() {
        return away;
    }

    private void lost() {
        away = true;
        flags.setServerAway(true);
        contact.lost();
        threads.onLoop(notifications.openFeature()::lost); // the stream's status changes first
        logStartFailure();
    }

    /** The server gave no answer at the start. If only evaluations have none, another line says so. */
    void startFailed(String message) {
        if (!connectedBefore && !refused) {
            startFailure = message;
            if (away) {
                logStartFailure();
            }
        }
    }

    private void logStartFailure() {
        if (startFailure != null) {
            LOG.log(Level.WARNING, startFailure);
            startFailure = null;
        }
    }

    /** The server could not be asked at the start; unless it has been heard since, it is away. */
    void neverConnected() {
        if (!connectedBefore) {
            listeners.first(flags.restoredIn(application.contextJson()));
            lost();
        }
    }

    private void keyRotated(ApiKeyRotation rotation) {
        if (notifications.keyRotated(rotation)) {
            keyRotated = rotation.validUntil().isPresent();
        }
    }

    private CompletableFuture<SnapshotDiff> ask() {
        PendingChanges asked = pending;
        pending = new PendingChanges();
        return application.compare(asked.refetch()).whenComplete((comparison, failure) -> {
            if (comparison == null) {
                failed(asked);
            } else {
                answered(asked, comparison);
            }
        });
    }

    /** The server could not say what is new: OpenFeature is notified that anything may be, listeners once it can say. */
    private void failed(PendingChanges asked) {
        if (!away) {
            openFeature.unanswered(asked);
        }
        pending = asked.and(pending); // with the first question after an outage, or soon
    }

    private void answered(PendingChanges asked, SnapshotDiff comparison) {
        asked.answersAlso(comparison.flagKeys(), pending);
        openFeature.answered(asked, comparison);
        notifyListeners(asked);
    }

    private void notifyListeners(PendingChanges asked) {
        beginIfNobodyAsked();
        List<FlagChange> changes = listeners.changesTo(application.flags(), asked);
        changes.forEach(change -> flags.invalidate(change.key())); // its event may still be under way
        notifications.changes().publish(changes);
    }

    /** Nothing has been evaluated yet, so nobody is notified. */
    private void beginIfNobodyAsked() {
        if (flags.isEmpty()) {
            listeners.first(application.flags());
        }
    }
}
