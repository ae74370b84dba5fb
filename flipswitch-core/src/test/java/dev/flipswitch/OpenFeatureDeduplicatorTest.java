package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.FlagChange.Cause;
import dev.flipswitch.update.FlagInvalidation;
import dev.flipswitch.update.FlagKeySet;
import dev.flipswitch.update.SnapshotDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenFeatureDeduplicatorTest {
    private static final FlagKeySet ANY = FlagKeySet.any();

    private final List<FlagKeySet> notified = new ArrayList<>();
    private final OpenFeatureDeduplicator openFeature = new OpenFeatureDeduplicator(notified::add);
    private PendingChanges pending = new PendingChanges();

    private static FlagKeySet flags(String... keys) {
        return FlagKeySet.of(Set.of(keys));
    }

    private static SnapshotDiff differing(String... keys) {
        return new SnapshotDiff(false, true, Set.of(keys));
    }

    private static SnapshotDiff unchanged() {
        return new SnapshotDiff(true, false, Set.of());
    }

    private Set<String> event(FlagKeySet flags) {
        Set<String> already = openFeature.announced(flags);
        pending.add(new FlagInvalidation(flags, null), already);
        return already;
    }

    private void reconnect() {
        openFeature.connected();
        pending.reconnected(Cause.RECONNECT);
    }

    private void answer(SnapshotDiff diff) {
        openFeature.answered(pending, diff);
        pending = new PendingChanges();
    }

    @Test
    void notifiesOfNamedFlagsAtOnceAndNotAgainWhenTheAnswerShowsThem() {
        assertThat(event(flags("a", "b"))).isEmpty();
        assertThat(notified).containsExactly(flags("a", "b"));
        answer(differing("a", "b"));
        assertThat(notified).hasSize(1);
    }

    @Test
    void notifiesOfEachChangeOfAFlag() {
        event(flags("a"));
        event(flags("a"));
        assertThat(notified).containsExactly(flags("a"), flags("a"));
    }

    @Test
    void notifiesOfWhatTheAnswerShowsBesides() {
        event(flags("a"));
        answer(differing("a", "b"));
        assertThat(notified).containsExactly(flags("a"), flags("b"));
    }

    @Test
    void keepsSilentAboutAnEventWhoseChangeAnAnswerHasShownBefore() {
        event(flags("a"));
        answer(differing("a", "b"));
        notified.clear();
        assertThat(event(flags("b", "c"))).containsExactly("b");
        assertThat(notified).containsExactly(flags("c"));
        assertThat(event(flags("b"))).isEmpty(); // another change
        assertThat(notified).containsExactly(flags("c"), flags("b"));
    }

    @Test
    void keepsSilentAboutAnEventOfNothingNew() {
        event(flags("a"));
        answer(differing("b"));
        notified.clear();
        event(flags("b"));
        assertThat(notified).isEmpty();
    }

    @Test
    void takesANamedFlagForNoneThatAnAnswerHasShownBefore() {
        event(flags("a"));
        answer(differing("a", "b"));
        event(flags("b"));
        event(flags("a"));
        answer(differing("a"));
        notified.clear();
        event(flags("a"));
        assertThat(notified).containsExactly(flags("a"));
    }

    @Test
    void forgetsWhatAnAnswerHasShownOnceAnEventNamesNoFlag() {
        event(flags("a"));
        answer(differing("b"));
        event(ANY); // perhaps of b
        notified.clear();
        event(flags("b"));
        assertThat(notified).containsExactly(flags("b"));
    }

    @Test
    void forgetsWhatAnAnswerHasShownOnceItIsConnectedAnew() {
        event(flags("a"));
        answer(differing("b"));
        reconnect();
        notified.clear();
        event(flags("b"));
        assertThat(notified).containsExactly(flags("b"));
    }

    @Test
    void asksBeforeItNotifiesOfAnEventThatNamesNoFlag() {
        assertThat(event(ANY)).isEmpty();
        assertThat(notified).isEmpty();
        answer(differing("a"));
        assertThat(notified).containsExactly(flags("a"));
    }

    @Test
    void notifiesOfAnyFlagWhereTheServerSaysThatSomethingChangedAndShowsNothing() {
        event(ANY);
        answer(unchanged());
        assertThat(notified).containsExactly(ANY);
    }

    @Test
    void notifiesAgainOfANamedFlagAfterAnEventThatNamesNone() {
        event(flags("a"));
        event(ANY); // perhaps of a, too
        answer(differing("a"));
        assertThat(notified).containsExactly(flags("a"), flags("a"));
    }

    @Test
    void notifiesAfterAReconnectOfWhatNoEventHasNamedSince() {
        event(flags("a"));
        answer(differing("a"));
        reconnect();
        event(flags("b"));
        notified.clear();
        answer(differing("a", "b"));
        assertThat(notified).containsExactly(flags("a"));
    }

    @Test
    void keepsSilentAfterAReconnectWhereEventsHaveNamedAllSince() {
        reconnect();
        event(flags("a"));
        notified.clear();
        answer(differing("a"));
        assertThat(notified).isEmpty();
    }

    @Test
    void keepsSilentAfterAReconnectWhereNothingHasChanged() {
        reconnect();
        answer(unchanged());
        assertThat(notified).isEmpty();
    }

    @Test
    void notifiesOfAnyFlagAfterAReconnectThatNothingCanBeComparedWith() {
        reconnect();
        answer(new SnapshotDiff(false, false, Set.of()));
        assertThat(notified).containsExactly(ANY);
    }

    @Test
    void notifiesOfAnyFlagOnceWhereTheServerCannotSay() {
        reconnect();
        openFeature.unanswered(pending);
        openFeature.unanswered(pending);
        assertThat(notified).containsExactly(ANY);
    }

    @Test
    void notifiesOfAnyFlagAgainAfterAnotherEvent() {
        event(ANY);
        openFeature.unanswered(pending);
        event(ANY);
        openFeature.unanswered(pending);
        assertThat(notified).containsExactly(ANY, ANY);
    }

    @Test
    void keepsSilentAboutNamedFlagsWhereTheServerCannotSay() {
        event(flags("a"));
        notified.clear();
        openFeature.unanswered(pending);
        assertThat(notified).isEmpty();
    }
}
