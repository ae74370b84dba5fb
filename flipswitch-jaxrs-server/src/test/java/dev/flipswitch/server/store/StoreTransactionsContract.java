package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.Snapshot;
import dev.flipswitch.server.flags.StoredSegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change, its event and its audit row are one, and the changes of an environment are in order, in every store. */
abstract class StoreTransactionsContract extends StoreFixture {

    private static final int WRITERS = 4;
    private static final int CHANGES = 40;

    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

    @AfterEach
    void endWriters() {
        writers.shutdown();
    }

    @Test
    void numbersConcurrentChangesWithoutGapOrDuplicate() throws Exception {
        store.define(project, darkMode("off"), TENTH);

        toggleConcurrently(List.of(store));

        assertThat(flag(development).version()).isEqualTo(CHANGES + 1);
        assertThat(newer(development, 0).orElseThrow().changes())
                .extracting(Change::id)
                .containsExactlyElementsOf(ids(1, CHANGES + 1));
        assertThat(count("audit")).isEqualTo(count("events")).isEqualTo(CHANGES + 2);
    }

    @Test
    void showsNoChangeBeforeTheOnesWithLowerIds() throws Exception {
        store.define(project, darkMode("off"), TENTH); // from here on the version is the id of the last change
        Future<?> writing = writers.submit(() -> IntStream.range(0, CHANGES).forEach(i -> toggle()));
        Future<?> more = writers.submit(() -> IntStream.range(0, CHANGES).forEach(i -> toggle()));
        long known = 1;
        boolean last;
        do {
            last = writing.isDone() && more.isDone();
            Optional<FlagStore.Refreshed> refreshed = newer(development, known);
            if (refreshed.isPresent()) {
                Snapshot snapshot = refreshed.get().snapshot();
                assertThat(snapshot.flags().values())
                        .extracting(flag -> flag.configuration().version())
                        .containsExactly(snapshot.lastEventId());
                assertThat(refreshed.get().changes())
                        .extracting(Change::id)
                        .containsExactlyElementsOf(ids(known + 1, snapshot.lastEventId()));
                known = snapshot.lastEventId();
            }
        } while (!last);
        writing.get();
        more.get();
        assertThat(known).isEqualTo(2 * CHANGES + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "events"})
    void leavesNothingOfAChangeThatCantBeRecorded(String table) {
        store.define(project, darkMode("off"), TENTH);
        store.saveSegment(project, testers("a"));
        Snapshot before = store.load(development);
        List<StoredSegment> segments = store.segments(project);
        execute("delete from audit");
        execute("delete from events");
        execute("alter table " + table + " add constraint full_up check (created_at is null)");

        assertThatThrownBy(this::toggle).isInstanceOf(JdbiException.class);
        assertThatThrownBy(() -> store.define(project, darkMode("on"), Rollout.NONE))
                .isInstanceOf(JdbiException.class);
        assertThatThrownBy(() -> store.saveSegment(project, testers("b"))).isInstanceOf(JdbiException.class);

        assertThat(store.load(development)).isEqualTo(before);
        assertThat(store.segments(project)).isEqualTo(segments);
        assertThat(count("audit") + count("events")).isZero();
        assertThat(store.isAvailable()).isTrue();

        execute("alter table " + table + " drop constraint full_up");
        toggle();
        assertThat(store.load(development).lastEventId()).isEqualTo(before.lastEventId() + 1);
    }

    @Test
    void leavesNothingOfAChangeThatThrows() {
        store.define(project, darkMode("off"), TENTH);
        Snapshot before = store.load(development);

        assertThatThrownBy(() -> store.configure(development, "dark-mode", old -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store.load(development)).isEqualTo(before);
    }

    @Test
    void tellsOfASegmentAsOfAChangeOfAnyFlag() {
        store.saveSegment(project, testers("a"));
        store.saveSegment(project, referring("all", "testers"));
        store.saveSegment(project, testers("b"));

        assertThat(store.segments(project))
                .containsExactly(
                        new StoredSegment(
                                new Segment("all", referring("all", "testers").groups(), 1), NOW),
                        new StoredSegment(new Segment("testers", testers("b").groups(), 2), NOW));
        for (Environment environment : project.environments()) {
            assertThat(newer(environment, 1).orElseThrow().changes())
                    .containsExactly(
                            new Change.ConfigUpdated(2, "segment-modified", NOW),
                            new Change.ConfigUpdated(3, "segment-modified", NOW));
        }
        assertThat(count("audit")).isEqualTo(6);
    }

    @Test
    void storesNoSegmentTwice() {
        store.saveSegment(project, testers("a"));
        store.saveSegment(project, testers("a"));

        assertThat(store.load(development).lastEventId()).isEqualTo(1);
        assertThat(count("audit")).isEqualTo(2);
    }

    /** Toggles the flag, a number of times in all, by several threads, each time in one of the stores. */
    void toggleConcurrently(List<FlagStore> stores) throws Exception {
        List<Callable<Boolean>> toggles = IntStream.range(0, CHANGES)
                .<Callable<Boolean>>mapToObj(i -> () -> stores.get(i % stores.size())
                        .configure(development, "dark-mode", StoreFixture::toggled)
                        .isPresent())
                .toList();
        for (Future<Boolean> written : writers.invokeAll(toggles)) {
            assertThat(written.get()).isTrue();
        }
    }

    static List<Long> ids(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
