package dev.flipswitch;

import dev.flipswitch.FlagChange.Cause;
import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.update.BoundedKeys;
import dev.flipswitch.update.BulkSnapshot;
import dev.flipswitch.update.FlagInvalidation;
import dev.flipswitch.update.FlagKeySet;
import dev.flipswitch.update.Outage;
import dev.flipswitch.update.SnapshotDiff;
import dev.flipswitch.update.Update;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Applies updates: first to what is known, then to the world. OpenFeature is notified at once which flags the update names; the
 * server is asked for the others, and for what listeners are notified of each, at most one question at a time. Its state
 * belongs to the loop, on which it is called.
 */
final class UpdateHandler implements Consumer<Update> {
    /** Over what time clients that come back together spread what they ask for. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    /** The least time between two questions. */
    private static final Duration PACE = Duration.ofMillis(100);

    /** After a question that failed although the server is not away; doubled each time. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final Duration LAST_RETRY = Duration.ofSeconds(32);

    private final FlagCache flags;
    private final BulkSnapshot application;
    private final ProviderNotifications notifications;
    private final ProviderThreads threads;
    private final ContactTracker contact;

    private boolean connectedBefore;
    private boolean away;
    private boolean refused; // evaluations are
    private boolean keyRotated; // and not reconnected since
    private final BoundedKeys announcedSinceConnected = new BoundedKeys(); // OpenFeature
    private final ListenerSnapshot listeners = new ListenerSnapshot();
    private final BoundedKeys ahead =
            new BoundedKeys(); // announced before their event came, which announces nothing more

    // the question that is to be asked or under way
    private PendingChanges pending = new PendingChanges();
    private boolean waiting;
    private boolean asking;
    private boolean askAgain;
    private Duration retryIn = FIRST_RETRY;

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
            notifications.statuses().tell(List.of(changed.status()));
        } else if (update instanceof Update.KeyRotated rotated) {
            keyRotated(new ApiKeyRotation(rotated.validUntil()));
        } // Unreliable concerns what can poll
    }

    private void connected(boolean unconditionally) {
        boolean somethingWasAsked = connectedBefore || !flags.isEmpty();
        connectedBefore = true;
        away = false;
        flags.serverIsBack(somethingWasAsked ? SPREAD : Duration.ZERO);
        announcedSinceConnected.clear();
        ahead.clear();
        threads.onLoop(this::reached); // the stream's status changes first
        if (unconditionally) {
            application.forgetTag();
        }
        if (somethingWasAsked) {
            pending.reconnected(keyRotated ? Cause.ROTATION : Cause.RECONNECT);
            keyRotated = false;
            askSoon(spread());
        }
    }

    private void changed(FlagInvalidation event) {
        Set<String> already = new HashSet<>();
        if (event.flags().isAny()) {
            flags.invalidateAll();
            ahead.clear(); // it may have been this event's change that listeners know
        } else {
            Set<String> keys = event.flags().flagKeys();
            keys.forEach(flags::invalidate);
            announcedSinceConnected.addAll(keys);
            keys.stream().filter(ahead::remove).forEach(already::add);
            notifyOpenFeatureOf(keys, already);
        }
        pending.add(event, already);
        askSoon(Duration.ZERO);
    }

    private void notifyOpenFeatureOf(Set<String> keys, Set<String> already) {
        Set<String> untold = new HashSet<>(keys);
        untold.removeAll(already);
        if (!untold.isEmpty()) {
            notifications.openFeature().changed(FlagKeySet.of(untold));
        }
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

    private void askSoon(Duration delay) {
        if (asking) {
            askAgain = true; // what is under way may have been answered before this update
        } else if (!waiting) {
            waiting = true;
            threads.after(delay, this::ask);
        } else if (delay.isZero()) {
            ask();
        }
    }

    private void ask() {
        if (!waiting) {
            return;
        }
        waiting = false;
        asking = true;
        PendingChanges asked = pending;
        pending = new PendingChanges();
        var unused = application.compare(asked.refetch()).whenComplete((comparison, failure) -> {
            if (comparison == null) {
                failed(asked);
            } else {
                answered(asked, comparison);
            }
            threads.after(PACE, this::goOn);
        });
    }

    private void goOn() {
        asking = false;
        if (askAgain) {
            askAgain = false;
            askSoon(Duration.ZERO);
        } else if (!pending.isEmpty() && !away) {
            askSoon(retryIn);
            retryIn = retryIn.compareTo(LAST_RETRY) < 0 ? retryIn.multipliedBy(2) : retryIn;
        }
    }

    /** The server could not say what is new: OpenFeature is notified that anything may be, listeners once it can say. */
    private void failed(PendingChanges asked) {
        if (!away && asked.isUntoldOfAny()) {
            notifications.openFeature().changed(FlagKeySet.any());
            asked.toldOfAny();
        }
        pending = asked.and(pending); // with the first question after an outage, or soon
    }

    private void answered(PendingChanges asked, SnapshotDiff comparison) {
        retryIn = FIRST_RETRY;
        asked.answersAlso(comparison.flagKeys(), pending);
        notifyOpenFeature(asked, comparison);
        notifyListeners(asked);
        if (!asked.isOfAny()) {
            ahead.addAll(comparison.flagKeys());
            ahead.removeAll(asked.named());
        }
    }

    private void notifyListeners(PendingChanges asked) {
        beginIfNobodyAsked();
        List<FlagChange> changes = listeners.changesTo(application.flags(), asked);
        changes.forEach(change -> flags.invalidate(change.key())); // its event may still be under way
        notifications.changes().tell(changes);
    }

    /** Nothing has been evaluated yet, so nobody is notified. */
    private void beginIfNobodyAsked() {
        if (flags.isEmpty()) {
            listeners.first(application.flags());
        }
    }

    private void notifyOpenFeature(PendingChanges asked, SnapshotDiff comparison) {
        Set<String> unannounced = new HashSet<>(comparison.flagKeys());
        if (!asked.isOfAny()) {
            unannounced.removeAll(asked.named());
        } else if (asked.mustTell()) {
            announcedSinceConnected.clear(); // these may have changed once more
        } else if (comparison.unchanged()) {
            return;
        }
        boolean someAnnouncedAlready = asked.isOfAny() && announcedSinceConnected.removeFrom(unannounced);
        if (!unannounced.isEmpty() || (asked.isOfAny() && !someAnnouncedAlready)) {
            notifications.openFeature().changed(FlagKeySet.of(unannounced));
        }
    }

    /** Not at once: a server that has kept the changes which were missed announces them first. */
    private static Duration spread() {
        long quarter = SPREAD.toNanos() / 4;
        return Duration.ofNanos(quarter + ThreadLocalRandom.current().nextLong(3 * quarter + 1));
    }
}
