package dev.flipswitch;

import dev.flipswitch.FlagChange.Cause;
import dev.flipswitch.ofrep.Refetch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Applies news: first to what is known, then to the world. OpenFeature is told at once which flags the news names; the
 * server is asked for the others, and for what listeners are told of each, at most one question at a time. Its state
 * belongs to the loop, on which it is called.
 */
final class News implements UpdateSource.Listener {
    /** Over what time clients that come back together spread what they ask for. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    /** The least time between two questions. */
    private static final Duration PACE = Duration.ofMillis(100);

    /** After a question that failed although the server is not away; doubled each time. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final Duration LAST_RETRY = Duration.ofSeconds(32);

    private final KnownFlags flags;
    private final ApplicationFlags application;
    private final Announcements announcements;
    private final ProviderThreads threads;
    private final Contact contact;

    private boolean connectedBefore;
    private boolean away;
    private boolean refused; // evaluations are
    private boolean keyRotated; // and not reconnected since
    private final BoundedKeys toldSinceConnected = new BoundedKeys(); // OpenFeature
    private final ToldFlags told = new ToldFlags(); // listeners
    private final BoundedKeys ahead = new BoundedKeys(); // told before their event came, which is to tell nothing more

    // the question that is to be asked or under way
    private Question next = new Question();
    private boolean waiting;
    private boolean asking;
    private boolean askAgain;
    private Duration retryIn = FIRST_RETRY;

    News(
            KnownFlags flags,
            ApplicationFlags application,
            Announcements announcements,
            ProviderThreads threads,
            Contact contact) {
        this.flags = flags;
        this.application = application;
        this.announcements = announcements;
        this.threads = threads;
        this.contact = contact;
    }

    /** Asks the server for the first time. */
    CompletableFuture<Comparison> askFirst() {
        return application.askPatiently().whenComplete((comparison, failure) -> {
            if (comparison != null) {
                beginIfNobodyAsked();
            }
        });
    }

    @Override
    public void heard() {
        contact.heard();
    }

    @Override
    public void connected(boolean unconditionally) {
        boolean somethingWasAsked = connectedBefore || !flags.isEmpty();
        connectedBefore = true;
        away = false;
        flags.serverIsBack(somethingWasAsked ? SPREAD : Duration.ZERO);
        toldSinceConnected.clear();
        ahead.clear();
        threads.onLoop(this::reached); // the stream's status changes first
        if (unconditionally) {
            application.forgetTag();
        }
        if (somethingWasAsked) {
            next.reconnected(keyRotated ? Cause.ROTATION : Cause.RECONNECT);
            keyRotated = false;
            askSoon(spread());
        }
    }

    @Override
    public void changed(ChangeEvent event) {
        Set<String> already = new HashSet<>();
        if (event.flags().isAny()) {
            flags.invalidateAll();
            ahead.clear(); // it may have been this event's change that was told
        } else {
            Set<String> keys = event.flags().flagKeys();
            keys.forEach(flags::invalidate);
            toldSinceConnected.addAll(keys);
            keys.stream().filter(ahead::remove).forEach(already::add);
            tellOpenFeatureOf(keys, already);
        }
        next.add(event, already);
        askSoon(Duration.ZERO);
    }

    private void tellOpenFeatureOf(Set<String> keys, Set<String> already) {
        Set<String> untold = new HashSet<>(keys);
        untold.removeAll(already);
        if (!untold.isEmpty()) {
            announcements.openFeature().changed(ChangedFlags.of(untold));
        }
    }

    @Override
    public void refetch(Refetch newest) {
        next.refetch(newest);
        changed(ChangeEvent.any());
    }

    @Override
    public void polled(Comparison comparison) {
        away = false;
        if (comparison.unchanged()) {
            flags.setServerAway(false);
            reached();
        } else {
            boolean unknown = !connectedBefore && !flags.isEmpty();
            flags.serverIsBack(SPREAD);
            reached();
            if (comparison.changed() || unknown) {
                announcements.openFeature().changed(comparison.change());
            }
        }
        connectedBefore = true;
        tellListeners(Question.poll());
    }

    private void reached() {
        if (!away && !refused) {
            contact.back();
            announcements.openFeature().connected();
        }
    }

    @Override
    public void evaluationsRefused(boolean now) {
        refused = now;
        if (now) {
            contact.lost();
            announcements.openFeature().lost();
        } else {
            reached();
        }
    }

    @Override
    public void unreliable(boolean now) {
        // who can poll does
    }

    @Override
    public boolean isLost() {
        return away;
    }

    @Override
    public void lost(Outage outage) {
        away = true;
        flags.setServerAway(true);
        contact.lost();
        threads.onLoop(announcements.openFeature()::lost); // the stream's status changes first
    }

    /** The server could not be asked at the start; unless it has been heard since, it is away. */
    void neverConnected() {
        if (!connectedBefore) {
            told.first(flags.restoredIn(application.contextJson()));
            lost(Outage.unanswered());
        }
    }

    @Override
    public void status(SseStatus status) {
        announcements.statuses().tell(List.of(status));
    }

    @Override
    public void keyRotated(ApiKeyRotation rotation) {
        if (announcements.keyRotated(rotation)) {
            keyRotated = rotation.validUntil().isPresent();
        }
    }

    private void askSoon(Duration delay) {
        if (asking) {
            askAgain = true; // what is under way may have been answered before this news
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
        Question asked = next;
        next = new Question();
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
        } else if (!next.isEmpty() && !away) {
            askSoon(retryIn);
            retryIn = retryIn.compareTo(LAST_RETRY) < 0 ? retryIn.multipliedBy(2) : retryIn;
        }
    }

    /** The server could not say what is new: OpenFeature is told that anything may be, listeners once it can say. */
    private void failed(Question asked) {
        if (!away && asked.isUntoldOfAny()) {
            announcements.openFeature().changed(ChangedFlags.any());
            asked.toldOfAny();
        }
        next = asked.and(next); // with the first question after an outage, or soon
    }

    private void answered(Question asked, Comparison comparison) {
        retryIn = FIRST_RETRY;
        asked.answersAlso(comparison.flagKeys(), next);
        tellOpenFeature(asked, comparison);
        tellListeners(asked);
        if (!asked.isOfAny()) {
            ahead.addAll(comparison.flagKeys());
            ahead.removeAll(asked.named());
        }
    }

    private void tellListeners(Question asked) {
        beginIfNobodyAsked();
        List<FlagChange> changes = told.changesTo(application.flags(), asked);
        changes.forEach(change -> flags.invalidate(change.key())); // its event may still be under way
        announcements.changes().tell(changes);
    }

    /** Who has not asked for a value yet needs not be told of it. */
    private void beginIfNobodyAsked() {
        if (flags.isEmpty()) {
            told.first(application.flags());
        }
    }

    private void tellOpenFeature(Question asked, Comparison comparison) {
        Set<String> news = new HashSet<>(comparison.flagKeys());
        if (!asked.isOfAny()) {
            news.removeAll(asked.named());
        } else if (asked.mustTell()) {
            toldSinceConnected.clear(); // these may have changed once more
        } else if (comparison.unchanged()) {
            return;
        }
        boolean someToldAlready = asked.isOfAny() && toldSinceConnected.removeFrom(news);
        if (!news.isEmpty() || (asked.isOfAny() && !someToldAlready)) {
            announcements.openFeature().changed(ChangedFlags.of(news));
        }
    }

    /** Not at once: a server that has kept the changes which were missed tells of them first. */
    private static Duration spread() {
        long quarter = SPREAD.toNanos() / 4;
        return Duration.ofNanos(quarter + ThreadLocalRandom.current().nextLong(3 * quarter + 1));
    }
}
