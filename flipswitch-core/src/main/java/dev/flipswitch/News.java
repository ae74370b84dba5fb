package dev.flipswitch;

import dev.flipswitch.ofrep.Refetch;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Applies news: first to what is known, then to the world. Where the news does not name the flags, the server is asked
 * which they are, at most one question at a time. Its state belongs to the loop, on which it is called.
 */
final class News implements UpdateSource.Listener {
    /** Over what time clients that come back together spread what they ask for. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    /** The least time between two questions. */
    private static final Duration PACE = Duration.ofMillis(100);

    private final KnownFlags flags;
    private final ApplicationFlags application;
    private final Announcements announcements;
    private final ProviderThreads threads;

    private boolean connectedBefore;
    private boolean away;
    private final Set<String> toldSinceConnected = new HashSet<>();

    // the question that is to be asked or under way
    private boolean waiting;
    private boolean asking;
    private boolean askAgain;
    private boolean mustTell;
    private @Nullable Refetch refetch;

    News(KnownFlags flags, ApplicationFlags application, Announcements announcements, ProviderThreads threads) {
        this.flags = flags;
        this.application = application;
        this.announcements = announcements;
        this.threads = threads;
    }

    @Override
    public void connected(boolean unconditionally) {
        boolean somethingWasAsked = connectedBefore || !flags.isEmpty();
        connectedBefore = true;
        away = false;
        flags.serverIsBack(somethingWasAsked ? SPREAD : Duration.ZERO);
        toldSinceConnected.clear();
        announcements.openFeature().connected();
        if (unconditionally) {
            application.forgetTag();
        }
        if (somethingWasAsked) {
            askSoon(spread());
        }
    }

    @Override
    public void changed(FlagChange change) {
        if (change.isAny()) {
            flags.invalidateAll();
            mustTell = true;
            askSoon(Duration.ZERO);
        } else {
            change.flagKeys().forEach(flags::invalidate);
            toldSinceConnected.addAll(change.flagKeys());
            announcements.changed(change);
        }
    }

    @Override
    public void refetch(Refetch newest) {
        refetch = newest;
        changed(FlagChange.any());
    }

    @Override
    public void polled(Comparison comparison) {
        away = false;
        announcements.openFeature().connected();
        if (comparison.unchanged()) {
            flags.setServerAway(false);
        } else {
            boolean unknown = !connectedBefore && !flags.isEmpty();
            flags.serverIsBack(SPREAD);
            if (comparison.changed() || unknown) {
                announcements.changed(comparison.change());
            }
        }
        connectedBefore = true;
    }

    @Override
    public void lost(boolean forGood) {
        away = true;
        flags.setServerAway(true);
        announcements.openFeature().lost();
    }

    /** The server could not be asked at the start; unless it has been heard since, it is away. */
    void neverConnected() {
        if (!connectedBefore) {
            lost(false);
        }
    }

    @Override
    public void status(SseStatus status) {
        announcements.statuses().tell(status);
    }

    @Override
    public void keyRotated(ApiKeyRotation rotation) {
        announcements.keyRotated(rotation);
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
        boolean must = mustTell;
        mustTell = false;
        Refetch said = refetch;
        refetch = null;
        var unused = application.compare(said).whenComplete((comparison, failure) -> {
            asking = false;
            tell(comparison, must);
            if (askAgain) {
                askAgain = false;
                askSoon(PACE);
            }
        });
    }

    /** Tells what is new; if the server could not say, that anything may be. */
    private void tell(@Nullable Comparison comparison, boolean must) {
        if (comparison == null) {
            if (away) {
                mustTell |= must; // with the first question after the outage
            } else {
                announcements.changed(FlagChange.any());
            }
            return;
        }
        if (must) {
            toldSinceConnected.clear(); // these may have changed once more
        } else if (comparison.unchanged()) {
            return;
        }
        Set<String> news = new HashSet<>(comparison.flagKeys());
        boolean someToldAlready = news.removeAll(toldSinceConnected);
        if (!news.isEmpty() || !someToldAlready) {
            announcements.changed(FlagChange.of(news));
        }
    }

    /** Not at once: a server that has kept the changes which were missed tells of them first. */
    private static Duration spread() {
        long quarter = SPREAD.toNanos() / 4;
        return Duration.ofNanos(quarter + ThreadLocalRandom.current().nextLong(3 * quarter + 1));
    }
}
